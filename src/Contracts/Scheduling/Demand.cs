namespace JanusCluster.Contracts.Scheduling;

/// <summary>What a model's silos have to do, for whoever starts and stops them.</summary>
/// <param name="WantedSilos">0 when nothing is left to do.</param>
/// <param name="BacklogSeconds">What is left to do, in seconds of one silo: codes that wait, codes that what runs still costs, and finished pictures that are not rendered.</param>
/// <param name="Silos">Those that take work.</param>
/// <param name="WaitingCodes">Codes and tokens that the waiting work costs.</param>
/// <param name="LeasedCodes">Codes and tokens that the running work still costs.</param>
/// <param name="Undelivered">Finished pictures that are not in blob storage.</param>
/// <param name="SiloCodesPerSecond">What one busy silo makes, as measured; a guess until then.</param>
/// <param name="IsComplete">False while the queue is being read after its scheduler's own death: there may be more to do than is known.</param>
[GenerateSerializer, Immutable, Alias(Aliases.Demand)]
public sealed record Demand(
    [property: Id(0)] int WantedSilos,
    [property: Id(1)] double BacklogSeconds,
    [property: Id(2)] int Silos,
    [property: Id(3)] long WaitingCodes,
    [property: Id(4)] long LeasedCodes,
    [property: Id(5)] int Undelivered,
    [property: Id(6)] double SiloCodesPerSecond,
    [property: Id(7)] bool IsComplete);
