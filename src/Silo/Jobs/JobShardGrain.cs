using JanusCluster.Contracts;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Silo.Jobs;

/// <inheritdoc cref="IJobShardGrain"/>
internal sealed partial class JobShardGrain(
    [PersistentState("content", StorageNames.Grains)] IPersistentState<ShardContentState> content,
    ShardResults results,
    TimeProvider time,
    ILogger<JobShardGrain> logger) : Grain, IJobShardGrain
{
    private static readonly TimeSpan NotifyRetry = TimeSpan.FromSeconds(2);

    private ShardKey _key;
    private ShardOutcome _outcome = new(0);
    private long _version;
    private long _notified;

    private ShardContent Content =>
        content.State.Content ?? throw new JanusException(ErrorCode.NotFound, $"There is no shard {_key}.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ShardKey.Parse(this.GetPrimaryKeyString());
        // Versions must rise over the grain's lives: the job drops reports older than the newest it has seen.
        _version = _notified = time.GetUtcNow().UtcTicks;
        if (content.State.Content is { } stored)
            _outcome = await results.LoadAsync(_key, stored.Items.Count);
        this.RegisterGrainTimer(NotifyAsync, new(NotifyRetry, NotifyRetry) { Interleave = true });
    }

    public async Task InitializeAsync(ShardContent newContent)
    {
        content.State.Content = newContent;
        await content.WriteStateAsync();
        _outcome = await results.LoadAsync(_key, newContent.Items.Count);
    }

    public Task<ShardCounts> GetCountsAsync() => Task.FromResult(new ShardCounts(_version, _outcome.Counts()));

    public Task<IReadOnlyList<int>> GetOpenAsync() => Task.FromResult(_outcome.Positions(ItemState.Queued));

    public Task<IReadOnlyList<ImageItem>> GetItemsAsync(IReadOnlyList<int> positions) =>
        Task.FromResult<IReadOnlyList<ImageItem>>([.. positions.Select(position => Content.Items[position])]);

    public async Task CompleteAsync(int position, GeneratedImage image)
    {
        if (_outcome.State(position) != ItemState.Queued)
            return;
        if (!await results.SetImageAsync(_key, position, image))
            image = await results.GetImageAsync(_key, position) ?? image;
        _outcome.SetGenerated(position, image.Seconds, image.FinishedAt);
        await ChangedAsync();
    }

    public async Task FailAsync(int position, ItemError error)
    {
        if (_outcome.State(position) != ItemState.Queued)
            return;
        await results.SetErrorAsync(_key, position, error);
        _outcome.SetError(position, error);
        await ChangedAsync();
    }

    public Task<IReadOnlyList<int>> GetUndeliveredAsync() => Task.FromResult(_outcome.Positions(ItemState.Generated));

    public async Task<IReadOnlyList<DeliveryWork>> GetDeliveryWorkAsync(IReadOnlyList<int> positions)
    {
        var work = new List<DeliveryWork>(positions.Count);
        foreach (int position in positions.Where(p => _outcome.State(p) == ItemState.Generated))
        {
            GeneratedImage? image = await results.GetImageAsync(_key, position);
            if (image is not null)
            {
                work.Add(new DeliveryWork(
                    _key.ToString(), position, Content.FirstIndex + position, Content.Model, Content.Items[position], image));
            }
        }

        return work;
    }

    public async Task AcknowledgeDeliveryAsync(int position, DeliveryReceipt receipt)
    {
        if (_outcome.State(position) != ItemState.Generated)
            return;
        await results.SetDeliveryAsync(_key, position, receipt);
        _outcome.SetDelivered(position, receipt);
        await ChangedAsync();
    }

    public async Task CancelAsync()
    {
        if (_outcome.Cancelled)
            return;
        await results.SetCancelledAsync(_key);
        _outcome.Cancelled = true;
        await ChangedAsync();
    }

    public Task<IReadOnlyList<ItemReport>> GetReportsAsync(int offset, int count) =>
        Task.FromResult<IReadOnlyList<ItemReport>>([.. Enumerable
            .Range(offset, Math.Clamp(Content.Items.Count - offset, 0, count))
            .Select(position => _outcome.Report(position, Content.FirstIndex, Content.Items[position]))]);

    private Task ChangedAsync()
    {
        _version = Math.Max(_version + 1, time.GetUtcNow().UtcTicks);
        return NotifyAsync(CancellationToken.None);
    }

    /// <summary>Tells the job and delivery of the newest change. What is durable is so already: a failure here is tried again.</summary>
    private async Task NotifyAsync(CancellationToken cancellationToken)
    {
        if (_notified == _version)
            return;
        long version = _version;
        try
        {
            ItemCounts counts = _outcome.Counts();
            await GrainFactory.GetGrain<IJobGrain>(_key.JobKey.ToString()).ReportShardAsync(_key.Shard, new ShardCounts(version, counts));
            if (counts.Generated > 0)
            {
                await GrainFactory.GetGrain<IDeliveryGrain>(Content.Model)
                    .OfferAsync(_key.ToString(), _outcome.Positions(ItemState.Generated));
            }

            _notified = Math.Max(_notified, version);
        }
        catch (Exception e)
        {
            LogNotifyFailed(e, _key.ToString());
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
