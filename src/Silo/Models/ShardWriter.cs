using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Models;

/// <summary>
/// Takes what this silo has made to the shards, as often as it takes. One call to a shard is under way at a time; what comes
/// meanwhile goes with the next, in order, so that a thousand small items cost no thousand calls.
/// </summary>
internal sealed partial class ShardWriter(IGrainFactory grains, TimeProvider time, ILogger<ShardWriter> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>What waits for each shard to which a call is under way.</summary>
    private readonly Dictionary<string, Queue<Entry>> _outboxes = [];

    /// <summary>Keeps a result.</summary>
    /// <param name="abandon">Ends the trying: another silo will make the item again.</param>
    /// <returns>When it is durable, or no longer wanted.</returns>
    public Task<WriteVerdict> FinishAsync(string shard, FinishedItem result, CancellationToken abandon) =>
        AddAsync(shard, new Entry(null, result, null, abandon));

    public Task<WriteVerdict> KeepAsync(string shard, ItemCheckpoint checkpoint, CancellationToken abandon) =>
        AddAsync(shard, new Entry(checkpoint, null, null, abandon));

    /// <summary>Gives an item back, after what is made of it.</summary>
    public Task<WriteVerdict> GiveBackAsync(string shard, ItemCheckpoint? checkpoint, ItemEpoch item, CancellationToken abandon) =>
        AddAsync(shard, new Entry(checkpoint, null, item, abandon));

    private Task<WriteVerdict> AddAsync(string shard, Entry entry)
    {
        lock (_outboxes)
        {
            if (_outboxes.TryGetValue(shard, out Queue<Entry>? outbox))
            {
                outbox.Enqueue(entry);
            }
            else
            {
                _outboxes[shard] = new Queue<Entry>([entry]);
                _ = Task.Run(() => SendAllAsync(shard));
            }
        }

        return entry.Done.Task;
    }

    private async Task SendAllAsync(string shard)
    {
        while (TakeNext(shard) is { } entries)
        {
            TimeSpan pause = FirstPause;
            while (!await TrySendAsync(shard, entries))
            {
                await Task.Delay(pause, time);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                foreach (Entry given in entries.Where(entry => entry.Abandon.IsCancellationRequested))
                    given.Done.TrySetCanceled(given.Abandon);
                entries.RemoveAll(entry => entry.Done.Task.IsCompleted);
            }
        }
    }

    /// <summary>Null when there is nothing to send any longer.</summary>
    private List<Entry>? TakeNext(string shard)
    {
        lock (_outboxes)
        {
            Queue<Entry> outbox = _outboxes[shard];
            var entries = new List<Entry>();
            while (entries.Count < JobLimits.ItemsPerShard && outbox.TryDequeue(out Entry? entry))
                entries.Add(entry);
            if (entries.Count > 0)
                return entries;
            _outboxes.Remove(shard);
            return null;
        }
    }

    private async Task<bool> TrySendAsync(string shard, List<Entry> entries)
    {
        Entry[] kept = [.. entries.Where(entry => entry.Checkpoint is not null)];
        Entry[] finished = [.. entries.Where(entry => entry.Result is not null)];
        try
        {
            ShardVerdicts verdicts = await grains.GetGrain<IJobShardGrain>(shard).WriteAsync(new ShardWrite(
                [.. kept.Select(entry => entry.Checkpoint!)], [.. finished.Select(entry => entry.Result!)],
                [.. entries.Where(entry => entry.GivenBack is not null).Select(entry => entry.GivenBack!.Value)]));
            for (int i = 0; i < kept.Length; i++)
                kept[i].Done.TrySetResult(verdicts.Checkpoints[i]);
            for (int i = 0; i < finished.Length; i++)
                finished[i].Done.TrySetResult(verdicts.Results[i]);
            foreach (Entry other in entries)
                other.Done.TrySetResult(WriteVerdict.Written);
            return true;
        }
        catch (Exception e)
        {
            LogWriteFailed(e, shard);
            return false;
        }
    }

    private sealed class Entry(ItemCheckpoint? checkpoint, FinishedItem? result, ItemEpoch? givenBack, CancellationToken abandon)
    {
        public ItemCheckpoint? Checkpoint => checkpoint;

        public FinishedItem? Result => result;

        public ItemEpoch? GivenBack => givenBack;

        public CancellationToken Abandon => abandon;

        public TaskCompletionSource<WriteVerdict> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not keep what was made; trying again")]
    private partial void LogWriteFailed(Exception exception, string shard);
}
