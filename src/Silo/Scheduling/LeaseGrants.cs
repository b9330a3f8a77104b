using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Scheduling;

/// <summary>Tells shards of leases before they are given, and sorts out those that they do not agree to.</summary>
internal sealed partial class LeaseGrants(IGrainFactory grains, LeaseTable table, ILogger logger)
{
    /// <param name="restart">True for numerics classes that no silo has any longer.</param>
    public async Task<GrantedLeases> GrantAsync(IReadOnlyList<QueuedWork> taken, ModelInstance instance, Func<string, bool> restart)
    {
        (IReadOnlyList<Lease> Leases, bool IsOutlived)[] shards = await Task.WhenAll(
            taken.GroupBy(work => work.Key.Owner).Select(shard => GrantAsync(shard.Key, [.. shard], instance, restart)));
        return new GrantedLeases([.. shards.SelectMany(shard => shard.Leases)], shards.Any(shard => shard.IsOutlived));
    }

    /// <summary>Takes back leases that never began. The attempt does not count.</summary>
    public async Task ReclaimAsync(IReadOnlyList<QueuedWork> lost)
    {
        foreach (var shard in lost.GroupBy(work => work.Key.Owner))
        {
            ItemEpoch[] items = [.. shard.Select(work => new ItemEpoch(work.Key.Position, work.Lease!.Id))];
            try
            {
                await grains.GetGrain<IJobShardGrain>(shard.Key).WriteAsync(new ShardWrite([], [], items));
            }
            catch (Exception e)
            {
                LogUnreadable(logger, e, shard.Key);
            }

            foreach (ItemEpoch item in items)
                table.End(item.Epoch, isFinished: false);
        }
    }

    private async Task<(IReadOnlyList<Lease>, bool)> GrantAsync(
        string shard, QueuedWork[] taken, ModelInstance instance, Func<string, bool> restart)
    {
        long[] leases = [.. taken.Select(work => work.Lease!.Id)];
        IReadOnlyList<GrantedItem> granted;
        bool alone = table.IsQuarantined(instance.Key);
        try
        {
            granted = await grains.GetGrain<IJobShardGrain>(shard).GrantAsync([.. taken.Select((work, i) =>
                new ItemGrant(new ItemEpoch(work.Key.Position, leases[i]), instance.Numerics, alone, work.MustRestart))]);
        }
        catch (Exception e)
        {
            LogUnreadable(logger, e, shard);
            foreach (long lease in leases)
                table.End(lease, isFinished: false);
            return ([], false);
        }

        var given = new List<Lease>(taken.Length);
        bool isOutlived = false;
        for (int i = 0; i < taken.Length; i++)
        {
            QueuedWork work = taken[i];
            if (granted[i] is { State: GrantState.Granted, Item: { } item } grant)
            {
                if (work.Lease?.Id == leases[i]) // else it was withdrawn meanwhile
                    given.Add(new Lease(leases[i], shard, work.Key.Position, work.Class, item, grant.Codes, alone, grant.Trace));
                continue;
            }

            isOutlived |= granted[i].State == GrantState.Stale;
            Refuse(work, leases[i], granted[i], restart);
        }

        return (given, isOutlived);
    }

    private void Refuse(QueuedWork work, long lease, GrantedItem grant, Func<string, bool> restart)
    {
        if (table.End(lease, isFinished: grant.State is GrantState.Settled or GrantState.Stale) is not { Place: not null })
            return;
        table.Change(work, waiting =>
        {
            waiting.IsSuspect |= grant.State == GrantState.Suspect;
            if (grant.State != GrantState.OtherNumerics)
                return;
            waiting.MustRestart = restart(grant.Numerics!);
            waiting.Numerics = waiting.MustRestart ? null : grant.Numerics;
        });
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not be reached; its items wait again")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string shard);
}

/// <param name="IsOutlived">A later life of the scheduler has given leases already: this one is over.</param>
internal sealed record GrantedLeases(IReadOnlyList<Lease> Leases, bool IsOutlived);
