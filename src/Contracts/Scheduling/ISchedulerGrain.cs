using JanusCluster.Contracts.Models;

namespace JanusCluster.Contracts.Scheduling;

/// <summary>
/// Holds what waits for one model and leases it to the silos that serve that model. Key: the model's id. Its state
/// is soft: after its own death it is rebuilt from the durable index of open jobs, and from what silos say they hold.
/// </summary>
[Alias(Aliases.SchedulerGrain)]
public interface ISchedulerGrain : IGrainWithStringKey
{
    /// <summary>Adds work. Items that already wait or are leased are not added twice.</summary>
    [Alias("Offer")]
    Task OfferAsync(IReadOnlyList<WorkOffer> offers);

    /// <summary>Drops a job's waiting items and revokes its leases; holders learn of it when they renew.</summary>
    [Alias("Withdraw")]
    Task WithdrawAsync(string job);

    /// <summary>Work for a silo's free places, at most as much as it asks for; waits a few seconds for the first.</summary>
    [Alias("Lease")]
    Task<IReadOnlyList<Lease>> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken = default);

    /// <summary>Keeps leases alive; the answer names those that are revoked.</summary>
    [Alias("Renew")]
    Task<LeaseRenewal> RenewAsync(LeaseProgress progress);

    /// <summary>Ends leases that their holder is done with, one way or another. Repeating it changes nothing.</summary>
    [Alias("End")]
    Task EndAsync(string instance, IReadOnlyList<EndedLease> ended);

    /// <summary>
    /// A place for one turn of a conversation, at once while the tenant is within its share; waits a few seconds for one.
    /// The turn keeps its place in the queue until it is asked for again. A newer lease of a turn revokes the older one.
    /// </summary>
    /// <returns>Null when there is no place yet: ask again.</returns>
    [Alias("Admit")]
    Task<ChatLease?> AdmitAsync(TurnOffer turn, CancellationToken cancellationToken = default);

    /// <summary>Drops a turn whose conversation asks for no place any longer.</summary>
    [Alias("WithdrawTurn")]
    Task WithdrawTurnAsync(string conversation, int turn);

    [Alias("GetStatus")]
    Task<QueueStatus> GetStatusAsync();

    /// <summary>What there is to do, and how many silos it wants.</summary>
    [Alias("GetDemand")]
    Task<Demand> GetDemandAsync();

    /// <summary>About how many pieces of work get a place before the first one of a job or conversation does.</summary>
    /// <param name="owner"><c>tenant/job</c> or <c>tenant/conversation</c>.</param>
    /// <returns>Null when nothing of it waits.</returns>
    [Alias("CountAhead")]
    Task<int?> CountAheadAsync(string owner);

    /// <summary>The silos that have asked for work lately.</summary>
    [Alias("GetInstances")]
    Task<IReadOnlyList<ModelInstance>> GetInstancesAsync();
}
