using System.Diagnostics;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Jobs;

namespace JanusCluster.Bench.Faults.Recording;

/// <summary>Writes down what shards' stores grant and accept.</summary>
internal sealed class RecordingShardStore(IShardStore inner, HistoryWriter history) : IShardStore
{
    public async Task<IReadOnlyList<StoredGrant>> GrantAsync(ShardKey shard, IReadOnlyList<ItemGrant> grants)
    {
        long begun = Stopwatch.GetTimestamp();
        IReadOnlyList<StoredGrant> answers = await inner.GrantAsync(shard, grants);
        long at = Stopwatch.GetTimestamp();
        foreach ((ItemGrant grant, StoredGrant answer) in grants.Zip(answers))
            history.Add(new ItemGranted(at, begun, $"{shard}", grant.Item.Position, grant.Item.Epoch, answer.State));
        return answers;
    }

    public async Task<ShardVerdicts> WriteAsync(ShardKey shard, ShardWrite write)
    {
        long begun = Stopwatch.GetTimestamp();
        ShardVerdicts verdicts = await inner.WriteAsync(shard, write);
        long at = Stopwatch.GetTimestamp();
        foreach ((ItemCheckpoint checkpoint, WriteVerdict verdict) in write.Checkpoints.Zip(verdicts.Checkpoints))
            Add(checkpoint.Item, isResult: false, verdict);
        foreach ((FinishedItem finished, WriteVerdict verdict) in write.Results.Zip(verdicts.Results))
            Add(finished.Item, isResult: true, verdict);
        return verdicts;

        void Add(ItemEpoch item, bool isResult, WriteVerdict verdict) =>
            history.Add(new ItemWritten(at, begun, $"{shard}", item.Position, item.Epoch, isResult, verdict));
    }

    public Task<ShardOutcome> LoadAsync(ShardKey shard, int items) => inner.LoadAsync(shard, items);

    public Task<bool> SetDeliveryAsync(ShardKey shard, int position, DeliveryReceipt receipt) =>
        inner.SetDeliveryAsync(shard, position, receipt);

    public Task SetCancelledAsync(ShardKey shard) => inner.SetCancelledAsync(shard);

    public Task ClearErrorsAsync(ShardKey shard, IReadOnlyList<int> positions) => inner.ClearErrorsAsync(shard, positions);

    public Task<GeneratedImage?> GetImageAsync(ShardKey shard, int position) => inner.GetImageAsync(shard, position);

    public Task<byte[]> GetCheckpointAsync(ShardKey shard, int position) => inner.GetCheckpointAsync(shard, position);

    public Task DeleteAsync(ShardKey shard) => inner.DeleteAsync(shard);

    public Task<ChatAnswer?> GetAnswerAsync(ShardKey shard, int position) => inner.GetAnswerAsync(shard, position);
}
