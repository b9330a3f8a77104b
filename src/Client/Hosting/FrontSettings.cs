using System.ComponentModel.DataAnnotations;
using JanusCluster.Client.Delivery;
using JanusCluster.Storage;

namespace JanusCluster.Client.Hosting;

/// <summary>How a front reaches its cluster: section Front of the configuration.</summary>
internal sealed record FrontSettings
{
    /// <summary>StackExchange.Redis connection string. Default: 127.0.0.1:6379.</summary>
    [Required]
    public string RedisConnection { get; init; } = "127.0.0.1:6379";

    /// <summary>Default: janus.</summary>
    [Required]
    public string ClusterId { get; init; } = "janus";

    /// <summary>Longest wait for the answer of a call; the silos' setting must be the same. Default: 30 seconds.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same store as the silos'.</summary>
    public BlobStoreOptions Blobs { get; init; } = new();

    public DeliveryOptions Delivery { get; init; } = new();
}
