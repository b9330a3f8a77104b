using JanusCluster.Contracts;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Jobs;

/// <inheritdoc cref="IJobShardGrain"/>
[ControlSiloFilter]
internal sealed partial class JobShardGrain(
    [PersistentState("content", StorageNames.Grains)] IPersistentState<ShardContentState> content,
    IShardStore store,
    SiloMetrics metrics,
    TimeProvider time,
    ILogger<JobShardGrain> logger) : Grain, IJobShardGrain
{
    private ShardKey _key;
    private ShardOutcome _outcome = new(0);
    private ShardNews _news = null!;

    private ShardContent Content =>
        content.State.Content ?? throw new JanusException(ErrorCode.NotFound, $"There is no shard {_key}.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ShardKey.Parse(this.GetPrimaryKeyString());
        _news = new ShardNews(this, TellAsync, time);
        if (content.State.Content is not { } stored)
            return;
        metrics.ItemsFailed.Know(stored.Model);
        _outcome = await store.LoadAsync(_key, stored.Items.Count);
    }

    public async Task InitializeAsync(ShardContent newContent)
    {
        content.State.Content = newContent;
        await content.WriteStateAsync();
        metrics.ItemsFailed.Know(newContent.Model);
        _outcome = await store.LoadAsync(_key, newContent.Items.Count);
    }

    public Task<ShardCounts> GetCountsAsync() => Task.FromResult(new ShardCounts(_news.Version, _outcome.Counts()));

    public Task<IReadOnlyList<OfferedItem>> GetOpenAsync() =>
        Task.FromResult<IReadOnlyList<OfferedItem>>([.. _outcome.Positions(ItemState.Queued).Select(Offer)]);

    public async Task<IReadOnlyList<GrantedItem>> GrantAsync(IReadOnlyList<ItemGrant> grants)
    {
        if (content.State.Content is not { } known)
            return [.. grants.Select(_ => new GrantedItem(GrantState.Settled, null, []))]; // the job is deleted
        IReadOnlyList<StoredGrant> stored = await store.GrantAsync(_key, grants);
        var granted = new GrantedItem[grants.Count];
        bool isWrong = false;
        for (int i = 0; i < granted.Length; i++)
        {
            (int position, StoredGrant grant) = (grants[i].Item.Position, stored[i]);
            ItemOutcome outcome = _outcome[position];
            if (grant.State == GrantState.Granted)
            {
                outcome.Attempts++;
                (outcome.Codes, outcome.Numerics) = (grant.Codes.Length / 2, grant.Numerics);
            }
            else if (grant.Error is { } error && _outcome.State(position) == ItemState.Queued)
            {
                Settle(position, error);
            }

            isWrong |= grant is { State: GrantState.Settled, Error: null } && _outcome.State(position) == ItemState.Queued;
            granted[i] = new GrantedItem(
                grant.State, grant.State == GrantState.Granted ? known.Items[position] : null, grant.Codes, grant.Numerics, known.Trace);
        }

        if (isWrong)
            await ReloadAsync();
        return granted;
    }

    public async Task<ShardVerdicts> WriteAsync(ShardWrite write)
    {
        if (content.State.Content is null)
        {
            // The job is deleted: whoever writes is late.
            return new ShardVerdicts(
                [.. write.Checkpoints.Select(_ => WriteVerdict.Stale)], [.. write.Results.Select(_ => WriteVerdict.Stale)]);
        }

        ShardVerdicts verdicts = await store.WriteAsync(_key, write);
        foreach ((ItemCheckpoint kept, WriteVerdict verdict) in write.Checkpoints.Zip(verdicts.Checkpoints))
        {
            if (verdict != WriteVerdict.Written)
                continue;
            ItemOutcome item = _outcome[kept.Item.Position];
            (item.Attempts, item.Codes) = (0, Math.Max(item.Codes, kept.From + (kept.Codes.Length / 2)));
            item.Numerics ??= kept.Numerics;
        }

        foreach ((FinishedItem finished, WriteVerdict verdict) in write.Results.Zip(verdicts.Results))
        {
            if (verdict == WriteVerdict.Written && _outcome.State(finished.Item.Position) == ItemState.Queued)
                Settle(finished.Item.Position, finished.Result);
        }

        foreach (ItemEpoch back in write.GivenBack)
            _outcome[back.Position].Attempts = Math.Max(0, _outcome[back.Position].Attempts - 1);
        if (write.Results.Zip(verdicts.Results).Any(one => one.Second == WriteVerdict.Settled && _outcome.State(one.First.Item.Position) == ItemState.Queued))
            await ReloadAsync();
        return verdicts;
    }

    public Task<IReadOnlyList<int>> GetUndeliveredAsync() => Task.FromResult(_outcome.Positions(ItemState.Generated));

    public async Task<IReadOnlyList<UndeliveredImage>> GetDeliveryWorkAsync(IReadOnlyList<int> positions)
    {
        var work = new List<UndeliveredImage>(positions.Count);
        foreach (int position in positions.Where(p => Has(p) && _outcome.State(p) == ItemState.Generated))
        {
            if (await store.GetImageAsync(_key, position) is { } image && Content.Items[position] is ImageItem item)
                work.Add(new UndeliveredImage(_key.ToString(), position, Content.FirstIndex + position, Content.Model, item, image));
        }

        return work;
    }

    public async Task AcknowledgeDeliveryAsync(int position, DeliveryReceipt receipt)
    {
        if (!Has(position) || _outcome.State(position) != ItemState.Generated)
            return;
        await store.SetDeliveryAsync(_key, position, receipt);
        _outcome[position].Delivery = receipt;
        _news.Changed();
    }

    public async Task CancelAsync()
    {
        if (_outcome.Cancelled)
            return;
        await store.SetCancelledAsync(_key);
        _outcome.Cancelled = true;
        _news.Changed();
    }

    public async Task<int> RetryFailedAsync()
    {
        IReadOnlyList<int> failed = _outcome.Positions(ItemState.Failed);
        if (failed.Count == 0)
            return 0;
        await store.ClearErrorsAsync(_key, failed);
        foreach (int position in failed)
            (_outcome[position].Error, _outcome[position].Attempts) = (null, 0);
        _news.Changed();
        return failed.Count;
    }

    public async Task<IReadOnlyList<ItemReport>> GetReportsAsync(int offset, int count)
    {
        var reports = new List<ItemReport>();
        foreach (int position in Enumerable.Range(offset, Math.Clamp(Content.Items.Count - offset, 0, count)))
        {
            ItemOutcome item = _outcome[position];
            ChatAnswer? answer = item.IsAnswered ? await store.GetAnswerAsync(_key, position) : null;
            reports.Add(new ItemReport(
                Content.FirstIndex + position, Content.Items[position], _outcome.State(position), item.Seconds, item.FinishedAt,
                item.Delivery, item.Error, answer));
        }

        return reports;
    }

    public async Task<ImageProgress> GetCodesAsync(int position)
    {
        if (!Has(position) || Content.Items[position] is not ImageItem)
            throw new JanusException(ErrorCode.NotFound, $"Shard {_key} has no image {position}.");
        ItemState state = _outcome.State(position);
        byte[]? whole = state is ItemState.Generated or ItemState.Delivered
            ? (await store.GetImageAsync(_key, position))?.Codes ?? []
            : null;
        return new ImageProgress(state, whole ?? await store.GetCheckpointAsync(_key, position));
    }

    public async Task DeleteAsync()
    {
        await store.DeleteAsync(_key);
        if (content.RecordExists)
            await content.ClearStateAsync();
        content.State.Content = null;
        _outcome = new ShardOutcome(0);
        DeactivateOnIdle();
    }

    private bool Has(int position) => position >= 0 && position < (content.State.Content?.Items.Count ?? 0);

    /// <summary>Takes note of an item's end that is durable.</summary>
    private void Settle(int position, ItemResult result)
    {
        _outcome.Set(position, result);
        _news.Changed();
        if (result is ItemError error)
            metrics.ItemsFailed.Add(Content.Model, (int)error.Code, 1);
    }

    /// <summary>Another activation has written meanwhile: the store is right, not what is remembered here.</summary>
    private async Task ReloadAsync()
    {
        _outcome = await store.LoadAsync(_key, Content.Items.Count);
        _news.Changed();
    }

    private OfferedItem Offer(int position)
    {
        ItemOutcome item = _outcome[position];
        return new OfferedItem(position, JobItems.CostOf(Content.Items[position], Content.CodesPerImage) - item.Codes, item.Numerics);
    }

    private async Task TellAsync(long version)
    {
        try
        {
            ItemCounts counts = _outcome.Counts();
            await GrainFactory.GetGrain<IJobGrain>(_key.JobKey.ToString()).ReportShardAsync(_key.Shard, new ShardCounts(version, counts));
            if (counts.Generated > 0)
            {
                await GrainFactory.GetGrain<IDeliveryGrain>(Content.Model)
                    .OfferAsync(_key.ToString(), _outcome.Positions(ItemState.Generated));
            }
        }
        catch (Exception e)
        {
            LogNotifyFailed(e, _key.ToString());
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Shard {Shard} could not report its progress; trying again")]
    private partial void LogNotifyFailed(Exception exception, string shard);
}

/// <summary>What is stored of a shard.</summary>
[GenerateSerializer, Alias("janus.state.shard")]
internal sealed class ShardContentState
{
    [Id(0)]
    public ShardContent? Content { get; set; }
}
