using System.ComponentModel.DataAnnotations;
using JanusCluster.Client.Delivery;
using JanusCluster.Client.Http;
using JanusCluster.Hosting.Settings;
using JanusCluster.Storage;

namespace JanusCluster.Client.Hosting;

/// <summary>How a front reaches its cluster: section Front of the configuration.</summary>
internal sealed record FrontSettings : IValidatableObject
{
    public const string Section = "Front";

    /// <summary>Name of this front for people and logs. Default: the machine's name and the process's number.</summary>
    public string? Name { get; init; }

    /// <summary>StackExchange.Redis connection string. Default: 127.0.0.1:6379.</summary>
    [Required]
    public string RedisConnection { get; init; } = "127.0.0.1:6379";

    /// <summary>Silos and fronts with the same id form one cluster. Default: janus.</summary>
    [Required]
    public string ClusterId { get; init; } = "janus";

    /// <summary>Longest wait for the answer of a call; the silos' setting must be the same. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where traces and metrics are sent by OTLP, for example http://collector:4317. Default: the environment's OTEL_EXPORTER_OTLP_ENDPOINT, or nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Show the Orleans dashboard to admins; the silos' setting must be the same. Default: false.</summary>
    public bool Dashboard { get; init; }

    /// <summary>The same store as the silos'.</summary>
    public BlobStoreOptions Blobs { get; init; } = new();

    /// <summary>How pictures are brought there.</summary>
    public DeliveryOptions Delivery { get; init; } = new();

    /// <summary>How it serves its clients.</summary>
    public HttpSettings Http { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RedisAddress.Check(RedisConnection, nameof(RedisConnection)) is { } wrong)
            yield return wrong;
        if (OtlpEndpoint is { } otlp && (!otlp.IsAbsoluteUri || otlp.Scheme is not ("http" or "https")))
            yield return new($"'{otlp}' is no address such as http://collector:4317.", [nameof(OtlpEndpoint)]);
    }

    /// <summary>What the front is called where it has no name of its own.</summary>
    public string NameOrDefault() => Name ?? $"{Environment.MachineName}-{Environment.ProcessId}";
}
