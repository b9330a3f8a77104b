namespace JanusCluster.Contracts.Scheduling;

/// <summary>What waits for a model and what runs.</summary>
/// <param name="WaitingCodes">Codes and tokens that the waiting work costs.</param>
/// <param name="LeasedCodes">Codes and tokens that the running work still costs.</param>
/// <param name="CodesPerSecond">Codes and tokens that all silos together have made a second over the last half minute; 0 while it is not known, or nothing is made.</param>
/// <param name="Places">Items and turns that can run at a time on the silos that take work.</param>
[GenerateSerializer, Immutable, Alias(Aliases.QueueStatus)]
public sealed record QueueStatus(
    [property: Id(0)] int Waiting,
    [property: Id(1)] int Leased,
    [property: Id(2)] long WaitingCodes,
    [property: Id(3)] long LeasedCodes,
    [property: Id(4)] IReadOnlyList<TenantQueue> Tenants,
    [property: Id(5)] double CodesPerSecond = 0,
    [property: Id(6)] int Places = 0);

/// <summary>One tenant's part of the queue in one class.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.TenantQueue)]
public sealed record TenantQueue(
    [property: Id(0)] string Tenant,
    [property: Id(1)] WorkClass Class,
    [property: Id(2)] int Waiting,
    [property: Id(3)] long WaitingCodes,
    [property: Id(4)] int Leased);
