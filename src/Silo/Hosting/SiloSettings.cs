using System.ComponentModel.DataAnnotations;
using System.Net;
using JanusCluster.Storage;

namespace JanusCluster.Silo.Hosting;

/// <summary>What one silo is started with.</summary>
public sealed record SiloSettings
{
    /// <summary>StackExchange.Redis connection string. Default: 127.0.0.1:6379.</summary>
    [Required]
    public string RedisConnection { get; init; } = "127.0.0.1:6379";

    /// <summary>Address that other silos and clients reach this one at. Default: loopback.</summary>
    [Required]
    public string Address { get; init; } = IPAddress.Loopback.ToString();

    /// <summary>Port for other silos. Default: 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port for clients. Default: 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Silos and clients with the same id form one cluster. Default: janus.</summary>
    [Required]
    public string ClusterId { get; init; } = "janus";

    /// <summary>The model to serve; none makes a control silo.</summary>
    public ModelSettings? Model { get; init; }

    /// <summary>Where pictures and images of conversations are; the same store as the fronts'.</summary>
    public BlobStoreOptions Blobs { get; init; } = new();
}

/// <summary>The model that a silo serves.</summary>
public sealed record ModelSettings
{
    /// <summary>Folder of the checkpoint.</summary>
    [Required]
    public string Path { get; init; } = "";

    /// <summary>float32, bf16 or float16. Default: what the device computes fastest.</summary>
    public string? Dtype { get; init; }

    /// <summary>cpu, cuda or cuda:N. Default: cuda:0 where there is one.</summary>
    public string? Device { get; init; }

    /// <summary>Images that run at a time. Default: by the device's memory.</summary>
    [Range(1, 4096)]
    public int? MaxImages { get; init; }

    /// <summary>MiB of keys and values. Default: by the device's memory.</summary>
    [Range(1, 1 << 24)]
    public int? KvMemoryMiB { get; init; }

    /// <summary>MiB of host memory for stored prefixes that a GPU has no room for. Default: 0.</summary>
    [Range(0, 1 << 24)]
    public int HostPrefixMiB { get; init; }

    /// <summary>Milliseconds that a step may take while chat is running: bulk images take turns to keep it. Default: no target.</summary>
    [Range(1, 600_000)]
    public int? StepTargetMilliseconds { get; init; }

    /// <summary>
    /// The same seed gives the same image bit for bit, whatever else runs, after pre-emption and resume. Default: where it
    /// costs little, which is on CPUs.
    /// </summary>
    public bool? Deterministic { get; init; }
}
