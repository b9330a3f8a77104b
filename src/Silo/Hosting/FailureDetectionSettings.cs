using System.ComponentModel.DataAnnotations;

namespace JanusCluster.Silo.Hosting;

/// <summary>
/// How soon silos agree that one of them is dead. By default a killed one is found within about a second, a frozen one
/// within about eight. All silos of a cluster should have the same settings.
/// </summary>
public sealed record FailureDetectionSettings : IValidatableObject
{
    /// <summary>Longest wait for the answer to a probe of another silo, and the time between probes. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What that wait may grow to by itself for a silo that is slow to answer. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan MaxProbeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Unanswered probes that make a silo suspect. Default: 2.</summary>
    [Range(1, 100)]
    public int MissedProbes { get; init; } = 2;

    /// <summary>Time between readings of the members' table, beside what silos tell each other. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TableRefresh { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between signs of life that a silo leaves in the table. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SignOfLife { get; init; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MaxProbeTimeout < ProbeTimeout)
            yield return new($"It must not be below {nameof(ProbeTimeout)}.", [nameof(MaxProbeTimeout)]);
    }
}
