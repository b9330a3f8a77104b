using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Telemetry;

/// <summary>What a scheduler shows of its queue.</summary>
/// <param name="Classes">By the number of the class.</param>
/// <param name="Demand">Null until all that is to be done is known.</param>
internal sealed record QueueFigures(IReadOnlyList<ClassFigures> Classes, Demand? Demand = null);

/// <param name="Waiting">Pieces of work.</param>
/// <param name="Codes">Codes and tokens that they cost.</param>
internal readonly record struct ClassFigures(int Waiting, long Codes);

/// <summary>What a delivery queue shows of itself.</summary>
/// <param name="Pictures">Not in blob storage yet, those on their way included.</param>
internal sealed record DeliveryFigures(int Pictures);
