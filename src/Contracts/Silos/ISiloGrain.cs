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
/// <param name="Engine">What its engine is at; null without one, and while the model loads.</param>
[GenerateSerializer, Immutable, Alias(Aliases.SiloDescription)]
public sealed record SiloDescription(
    [property: Id(0)] string Name,
    [property: Id(1)] string Address,
    [property: Id(2)] string? Model,
    [property: Id(3)] string? Numerics,
    [property: Id(4)] int Places,
    [property: Id(5)] int Running,
    [property: Id(6)] bool IsDraining,
    [property: Id(7)] EngineFigures? Engine = null);

/// <summary>What an engine is at, and what it has done since it began.</summary>
/// <param name="Rows">Rows of the batch in use.</param>
/// <param name="KvUsage">Share of the KV memory that running work needs, 0 to 1.</param>
/// <param name="Made">Codes and tokens.</param>
/// <param name="PrefixQueried">Prompt tokens that were looked up in the prefix cache.</param>
/// <param name="PrefixHits">Of these, the ones that needed no prefill.</param>
[GenerateSerializer, Immutable, Alias(Aliases.EngineFigures)]
public sealed record EngineFigures(
    [property: Id(0)] int Rows,
    [property: Id(1)] double KvUsage,
    [property: Id(2)] long Made,
    [property: Id(3)] long PrefixQueried,
    [property: Id(4)] long PrefixHits);
