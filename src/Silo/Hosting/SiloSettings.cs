using System.ComponentModel.DataAnnotations;
using System.Net;
using JanusCluster.Hosting.Settings;
using JanusCluster.Silo.Scheduling;
using JanusCluster.Storage;

namespace JanusCluster.Silo.Hosting;

/// <summary>What one silo is started with: section Silo of the configuration.</summary>
public sealed record SiloSettings : IValidatableObject
{
    public const string Section = "Silo";

    /// <summary>StackExchange.Redis connection string. Default: 127.0.0.1:6379.</summary>
    [Required]
    public string RedisConnection { get; init; } = "127.0.0.1:6379";

    /// <summary>Name of this silo for people and commands; no two silos of a cluster share one. Default: the machine's name and the port.</summary>
    public string? Name { get; init; }

    /// <summary>IP address that other silos and clients reach this one at. Default: loopback.</summary>
    [Required]
    public string Address { get; init; } = IPAddress.Loopback.ToString();

    /// <summary>Listen on all of the machine's addresses, not only on <see cref="Address"/>, for example where that is a load balancer's. Default: false.</summary>
    public bool ListenOnAllAddresses { get; init; }

    /// <summary>Port for other silos. Default: 11111.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port for clients. Default: 30000.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Port for probes and Prometheus: /health/live, /health/ready and /metrics. Default: 0, which is none.</summary>
    [Range(0, 65535)]
    public int HttpPort { get; init; }

    /// <summary>IP address that the port is opened on. What is there needs no key: never one that strangers reach. Default: loopback.</summary>
    [Required]
    public string HttpAddress { get; init; } = IPAddress.Loopback.ToString();

    /// <summary>Where traces and metrics are sent by OTLP, for example http://collector:4317. Default: the environment's OTEL_EXPORTER_OTLP_ENDPOINT, or nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Count calls of grains for the Orleans dashboard, which the fronts show; all silos of a cluster should have the same. Default: false.</summary>
    public bool Dashboard { get; init; }

    /// <summary>
    /// Tell Kubernetes how busy the silos of its pools are, so that a pool that shrinks gives up idle ones first; for a control silo in a
    /// pod whose account may patch pods. Default: false.
    /// </summary>
    public bool DeletionCost { get; init; }

    /// <summary>A silo whose engine is in one step for longer is not alive any more. Default: 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan LongestStep { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Silos and clients with the same id form one cluster. Default: janus.</summary>
    [Required]
    public string ClusterId { get; init; } = "janus";

    /// <summary>The model to serve; none, and no <see cref="Simulated"/> one, makes a control silo.</summary>
    public ModelSettings? Model { get; init; }

    /// <summary>Let the cluster remember the model for a month: work for it is taken while no silo serves it, and waits for one. Default: true.</summary>
    public bool Remembered { get; init; } = true;

    /// <summary>A model that only takes time, in place of a real one, to try a cluster out. Default: none.</summary>
    public SimulatedSettings? Simulated { get; init; }

    /// <summary>Longest wait for the answer of a call; the fronts' setting must be the same. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A silo that has not spoken of its leases for so long has lost them. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A front that has not delivered a picture for so long has lost it to others. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DeliveryLeaseTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so many codes what is made of a running image is kept: a silo that dies costs at most about as many of each. At most a ninth of an image. Default: 64.</summary>
    [Range(1, 1 << 20)]
    public int CheckpointCodes { get; init; } = 64;

    /// <summary>Keep an image's codes when its picture is in blob storage: the picture can be made again. Default: true.</summary>
    public bool KeepCodes { get; init; } = true;

    /// <summary>When the silo stops, answers that run may go on for so long before another silo takes them over. Default: 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Conversations that nobody has used for so long are deleted. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan ConversationLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Jobs that have been final for so long are deleted; their pictures stay in blob storage. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan JobLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The same for jobs that belong to one request somebody has waited for. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "36500.00:00:00")]
    public TimeSpan TransientJobLifetime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Where pictures and images of conversations are; the same store as the fronts'.</summary>
    public BlobStoreOptions Blobs { get; init; } = new();

    /// <summary>How many silos a model wants, for those who start and stop them.</summary>
    public ScalingSettings Scaling { get; init; } = new();

    /// <summary>How soon the death of a silo is noticed.</summary>
    public FailureDetectionSettings FailureDetection { get; init; } = new();

    /// <summary>What the silo is called where it has no name of its own.</summary>
    public string NameOrDefault() => Name ?? $"{Environment.MachineName}-{SiloPort}";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RedisAddress.Check(RedisConnection, nameof(RedisConnection)) is { } wrong)
            yield return wrong;
        if (!IPAddress.TryParse(Address, out _))
            yield return new($"'{Address}' is no IP address.", [nameof(Address)]);
        if (SiloPort == GatewayPort)
            yield return new($"It must be another port than {Section}:{nameof(SiloPort)}.", [nameof(GatewayPort)]);
        if (HttpPort != 0 && (HttpPort == SiloPort || HttpPort == GatewayPort))
            yield return new($"It must be another port than {Section}:{nameof(SiloPort)} and {Section}:{nameof(GatewayPort)}.", [nameof(HttpPort)]);
        if (!IPAddress.TryParse(HttpAddress, out _))
            yield return new($"'{HttpAddress}' is no IP address.", [nameof(HttpAddress)]);
        if (OtlpEndpoint is { } otlp && (!otlp.IsAbsoluteUri || otlp.Scheme is not ("http" or "https")))
            yield return new($"'{otlp}' is no address such as http://collector:4317.", [nameof(OtlpEndpoint)]);
        if (Model is not null && Simulated is not null)
            yield return new($"A silo serves one model: either {Section}:{nameof(Model)} or this.", [nameof(Simulated)]);
    }
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

    /// <summary>Most tokens of a step; a long prompt is read in pieces of at most that. Default: 64 on a CPU, 512 on a GPU.</summary>
    [Range(16, 65_536)]
    public int? TokensPerStep { get; init; }

    /// <summary>Milliseconds that a step may take while chat is running: bulk images take turns to keep it. Default: no target.</summary>
    [Range(1, 600_000)]
    public int? StepTargetMilliseconds { get; init; }

    /// <summary>
    /// The same seed gives the same image bit for bit, whatever else runs, after pre-emption and resume. Default: where it
    /// costs little, which is on CPUs.
    /// </summary>
    public bool? Deterministic { get; init; }
}

/// <summary>An engine without a model: the same steps in the same time, codes that follow from prompt and seed alone.</summary>
public sealed record SimulatedSettings
{
    /// <summary>Name of the model. Default: simulated.</summary>
    [Required]
    public string Name { get; init; } = "simulated";

    /// <summary>Default: 576.</summary>
    [Range(1, 65_536)]
    public int CodesPerImage { get; init; } = 576;

    /// <summary>Milliseconds of a step, which moves every running item on by one code or token; 0 makes an item in one step. Default: 20.</summary>
    [Range(0.0, 60_000.0)]
    public double StepMilliseconds { get; init; } = 20;

    /// <summary>Images that run at a time. Default: 8.</summary>
    [Range(1, 4096)]
    public int MaxImages { get; init; } = 8;

    /// <summary>Turns that run at a time. Default: 16.</summary>
    [Range(1, 4096)]
    public int MaxChats { get; init; } = 16;
}
