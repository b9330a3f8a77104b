using System.ComponentModel.DataAnnotations;

namespace JanusCluster.Client.Delivery;

/// <summary>How a front delivers.</summary>
internal sealed record DeliveryOptions
{
    /// <summary>Pictures of one model on their way at a time. Default: 4.</summary>
    [Range(1, 256)]
    public int Parallelism { get; init; } = 4;

    /// <summary>First pause after a failure; it doubles up to <see cref="LongestPause"/>. Default: half a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Default: 10 seconds, within the time of a lease.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What pictures under way may still take when the front stops. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan FinishTime { get; init; } = TimeSpan.FromSeconds(10);
}
