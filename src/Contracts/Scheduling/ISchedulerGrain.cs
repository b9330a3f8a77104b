using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Contracts.Scheduling;

/// <summary>
/// Holds what waits for one model and leases it to the silos that serve that model. Key: the model's id. Its state
/// is soft: after its own death it is rebuilt from the durable index of open jobs.
/// </summary>
[Alias(Aliases.SchedulerGrain)]
public interface ISchedulerGrain : IGrainWithStringKey
{
    /// <summary>Adds work. Items that already wait or are leased are not added twice.</summary>
    [Alias("Offer")]
    Task OfferAsync(WorkOffer offer);

    /// <summary>Drops a job's waiting items and revokes its leases; holders learn of it when they renew.</summary>
    [Alias("Withdraw")]
    Task WithdrawAsync(string job);

    /// <summary>Work for a silo's free places, at most as much as it asks for; waits a few seconds for the first.</summary>
    [Alias("Lease")]
    Task<IReadOnlyList<Lease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken = default);

    /// <summary>Keeps leases alive; the answer names those that are revoked.</summary>
    [Alias("Renew")]
    Task<LeaseRenewal> RenewAsync(LeaseProgress progress);

    /// <summary>Ends a lease: the item is finished, or (then it waits again) given back.</summary>
    [Alias("Release")]
    Task ReleaseAsync(long lease, bool finished);

    [Alias("GetStatus")]
    Task<QueueStatus> GetStatusAsync();

    /// <summary>The silos that have asked for work lately.</summary>
    [Alias("GetInstances")]
    Task<IReadOnlyList<ModelInstance>> GetInstancesAsync();
}

/// <summary>Items of one shard that can be leased.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.WorkOffer)]
public sealed record WorkOffer([property: Id(0)] string Shard, [property: Id(1)] IReadOnlyList<int> Positions);

/// <param name="Instance">The silo that asks.</param>
/// <param name="Count">Images that it has room for.</param>
[GenerateSerializer, Immutable, Alias(Aliases.LeaseRequest)]
public sealed record LeaseRequest([property: Id(0)] ModelInstance Instance, [property: Id(1)] int Count);

/// <summary>The right to make one image, until it expires unless renewed.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.Lease)]
public sealed record Lease(
    [property: Id(0)] long Id,
    [property: Id(1)] string Shard,
    [property: Id(2)] int Position,
    [property: Id(3)] ImageItem Item);

/// <param name="Leases">Leases that the silo still works on.</param>
[GenerateSerializer, Immutable, Alias(Aliases.LeaseProgress)]
public sealed record LeaseProgress([property: Id(0)] ModelInstance Instance, [property: Id(1)] IReadOnlyList<long> Leases);

/// <param name="Revoked">Leases that the silo must drop: cancelled, or given to another since.</param>
[GenerateSerializer, Immutable, Alias(Aliases.LeaseRenewal)]
public sealed record LeaseRenewal([property: Id(0)] IReadOnlyList<long> Revoked);

[GenerateSerializer, Immutable, Alias(Aliases.QueueStatus)]
public sealed record QueueStatus([property: Id(0)] int Waiting, [property: Id(1)] int Leased);
