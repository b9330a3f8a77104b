using System.ComponentModel.DataAnnotations;

namespace JanusCluster.Silo.Scheduling;

/// <summary>
/// How the number of silos that a model wants follows the work; all control silos should have the same. The defaults were chosen with <c>bench -- autoscale</c>; docs/operations.md has
/// what else was tried.
/// </summary>
public sealed record ScalingSettings : IValidatableObject
{
    /// <summary>
    /// A backlog asks for as many silos as need so long for it. Best about the time that a silo takes to start: below it, most
    /// of what is paid for a burst is starting. Default: 3 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Silos that are there are kept while each has work for so long: its start is paid for already. At most
    /// <see cref="DrainTime"/>. Default: 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan KeepTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Silos, or a part of one, beyond the regular load that do not go yet, so that a load near a whole number does not make one come and go. Default: 0.25.</summary>
    [Range(0.0, 1_000.0)]
    public double Spare { get; init; } = 0.25;

    /// <summary>Regular is what arrives in more than half of the last so many bins. Default: 10.</summary>
    [Range(1, 1_000)]
    public int Bins { get; init; } = 10;

    /// <summary>Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Bin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Codes a second that one busy silo is taken to make until it is known. Rather too high than too low: then work waits, and
    /// that is when the true number shows. Default: 5,000.
    /// </summary>
    [Range(1.0, 1e9)]
    public double CodesPerSecond { get; init; } = 5_000;

    /// <summary>What a silo takes to render one finished image. Default: 10 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Render { get; init; } = TimeSpan.FromMilliseconds(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KeepTime > DrainTime)
            yield return new($"It must not be longer than {nameof(DrainTime)}.", [nameof(KeepTime)]);
    }
}
