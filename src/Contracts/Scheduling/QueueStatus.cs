namespace JanusCluster.Contracts.Scheduling;

/// <summary>What waits for a model and what runs.</summary>
/// <param name="WaitingCodes">Codes and tokens that the waiting work costs.</param>
/// <param name="LeasedCodes">Codes and tokens that the running work still costs.</param>
[GenerateSerializer, Immutable, Alias(Aliases.QueueStatus)]
public sealed record QueueStatus(
    [property: Id(0)] int Waiting,
    [property: Id(1)] int Leased,
    [property: Id(2)] long WaitingCodes,
    [property: Id(3)] long LeasedCodes,
    [property: Id(4)] IReadOnlyList<TenantQueue> Tenants);

/// <summary>One tenant's part of the queue in one class.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.TenantQueue)]
public sealed record TenantQueue(
    [property: Id(0)] string Tenant,
    [property: Id(1)] WorkClass Class,
    [property: Id(2)] int Waiting,
    [property: Id(3)] long WaitingCodes,
    [property: Id(4)] int Leased);
