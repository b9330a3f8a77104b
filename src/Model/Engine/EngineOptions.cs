namespace JanusCluster.Model.Engine;

/// <summary>Bounds of one engine.</summary>
public sealed record EngineOptions
{
    /// <summary>Rows that run at a time; an image under guidance takes two. Default: 32.</summary>
    public int MaxRows { get; init; } = 32;

    /// <summary>Bytes of keys and values, allocated once. Default: 2 GiB.</summary>
    public long KvBytes { get; init; } = 2L << 30;

    /// <summary>Most tokens of one step: one for every decoding row, the rest for prefill. Default: 256.</summary>
    public int TokensPerStep { get; init; } = 256;

    /// <summary>
    /// How long a step may take while chat is running: bulk images that would make it longer sit the step out. Null, the
    /// default: as long as it takes.
    /// </summary>
    public TimeSpan? StepTarget { get; init; }

    /// <summary>Bytes of KV memory that prefixes nobody uses may keep. Null, the default: all that nobody needs.</summary>
    public long? PrefixBytes { get; init; }

    /// <summary>Bytes of the host's memory for prefixes that the device had no room for. Default: none, for on a CPU both are the same memory.</summary>
    public long HostPrefixBytes { get; init; }

    /// <summary>
    /// The same request gives the same ids bit for bit, alone, in any batch, and after pre-emption and resume. Null, the
    /// default: where it costs little, which is on CPUs.
    /// </summary>
    public bool? Deterministic { get; init; }
}
