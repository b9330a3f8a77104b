namespace JanusCluster.Silo.Telemetry;

/// <summary>What a scheduler shows of its queue.</summary>
/// <param name="Classes">By the number of the class.</param>
internal sealed record QueueFigures(IReadOnlyList<ClassFigures> Classes);

/// <param name="Waiting">Pieces of work.</param>
/// <param name="Codes">Codes and tokens that they cost.</param>
internal readonly record struct ClassFigures(int Waiting, long Codes);

/// <summary>What a delivery queue shows of itself.</summary>
/// <param name="Pictures">Not in blob storage yet, those on their way included.</param>
internal sealed record DeliveryFigures(int Pictures);
