namespace JanusCluster.Contracts.Silos;

/// <summary>One silo's controls. Key: the silo's address (<c>SiloAddress.ToParsableString()</c>); it runs on that silo.</summary>
[Alias(Aliases.SiloGrain)]
public interface ISiloGrain : IGrainWithStringKey
{
    [Alias("Describe")]
    Task<SiloDescription> DescribeAsync();

    /// <summary>Has the silo end as SIGTERM does: it takes no more work, keeps what it has made, and stops. Returns at once.</summary>
    [Alias("Drain")]
    Task DrainAsync();
}

/// <param name="Name">The silo's own name.</param>
/// <param name="Model">Id of the model that it serves; null for a control silo, or while the model loads.</param>
/// <param name="Numerics">The model's numerics class there.</param>
/// <param name="Places">Items that run at a time.</param>
/// <param name="Running">Items and turns that run now.</param>
[GenerateSerializer, Immutable, Alias(Aliases.SiloDescription)]
public sealed record SiloDescription(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address,
    [property: Id(2)] string? Model,
    [property: Id(3)] string? Numerics,
    [property: Id(4)] int Places,
    [property: Id(5)] int Running,
    [property: Id(6)] bool IsDraining);
