using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Faults.Disturbances;

/// <summary>The calls between processes of which repeating changes nothing.</summary>
internal static class RepeatableCalls
{
    /// <returns>The same call once more; null for one that may not be repeated.</returns>
    public static Func<Task>? Find(IOutgoingGrainCallContext context)
    {
        // Arguments belong to the first call's message once it is sent: they are read before.
        object?[] arguments = [.. Enumerable.Range(0, context.Request.GetArgumentCount()).Select(context.Request.GetArgument)];
        return (context.Grain, context.MethodName, arguments) switch
        {
            (IJobShardGrain grain, nameof(IJobShardGrain.WriteAsync), [ShardWrite write]) => () => grain.WriteAsync(write),
            (IJobShardGrain grain, nameof(IJobShardGrain.AcknowledgeDeliveryAsync), [int position, DeliveryReceipt receipt]) =>
                () => grain.AcknowledgeDeliveryAsync(position, receipt),
            (IJobGrain grain, nameof(IJobGrain.ReportShardAsync), [int shard, ShardCounts counts]) =>
                () => grain.ReportShardAsync(shard, counts),
            (IDeliveryGrain grain, nameof(IDeliveryGrain.OfferAsync), [string shard, IReadOnlyList<int> positions]) =>
                () => grain.OfferAsync(shard, positions),
            (IDeliveryGrain grain, nameof(IDeliveryGrain.ReturnAsync), [IReadOnlyList<long> leases, bool delivered]) =>
                () => grain.ReturnAsync(leases, delivered),
            (ISchedulerGrain grain, nameof(ISchedulerGrain.OfferAsync), [IReadOnlyList<WorkOffer> offers]) =>
                () => grain.OfferAsync(offers),
            (ISchedulerGrain grain, nameof(ISchedulerGrain.EndAsync), [string instance, IReadOnlyList<EndedLease> ended]) =>
                () => grain.EndAsync(instance, ended),
            _ => null,
        };
    }
}
