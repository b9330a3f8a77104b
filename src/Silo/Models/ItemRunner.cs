using System.Diagnostics;
using System.Text;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Model.Engine;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Models;

/// <summary>Makes one leased item, keeps what is made of it now and then, and hands the result to its shard.</summary>
internal sealed partial class ItemRunner(
    IModelHost host, ShardWriter writer, SiloMetrics metrics, SiloSettings settings, TimeProvider time, ILogger<ItemRunner> logger)
{
    /// <summary>
    /// Of small images codes are kept more often: an item must get from one checkpoint to the next before its silo dies, or
    /// it looks as if it made no progress.
    /// </summary>
    private const int CheckpointsPerImage = 9;

    /// <summary>Never throws.</summary>
    /// <param name="abandon">Ends the trying to hand over what is made.</param>
    /// <returns>How the lease ended.</returns>
    public async Task<EndedLease> RunAsync(RunningItem item, ModelDescription model, CancellationToken abandon)
    {
        string? numerics = NumericsOf(model);
        Lease lease = item.Lease;
        using Activity? span = WorkSpans.StartItem(lease, item.Job, model.Id);
        try
        {
            ItemResult result = await MakeAsync(item, model, span, abandon);
            WriteVerdict verdict = await writer.FinishAsync(lease.Shard, new FinishedItem(item.Epoch, result), abandon);
            Count(lease, model.Id, result, verdict, span);
            return new EndedLease(lease.Id, verdict == WriteVerdict.Stale ? LeaseEnd.Failed : LeaseEnd.Finished, item.Held.CodesLeft);
        }
        catch (OperationCanceledException) when (item.Token.IsCancellationRequested)
        {
            return await GiveBackAsync(item, numerics, abandon);
        }
        catch (Exception e)
        {
            LogItemFailed(e, lease.Shard, lease.Position);
            span?.Failed((e as JanusException)?.Code ?? ErrorCode.Internal);
            return new EndedLease(lease.Id, LeaseEnd.Failed, item.Held.CodesLeft);
        }
    }

    private void Count(Lease lease, string model, ItemResult result, WriteVerdict verdict, Activity? span)
    {
        if (result is ItemError error)
            span?.Failed(error.Code);
        else if (verdict == WriteVerdict.Written)
            metrics.ItemMade(model, lease.Class, TimeSpan.FromSeconds(result is GeneratedImage made ? made.Seconds : ((ChatAnswer)result).Seconds));
        if (result is GeneratedImage && verdict == WriteVerdict.Written)
            metrics.Images.Add(model, (int)lease.Class, 1);
    }

    private async Task<ItemResult> MakeAsync(RunningItem item, ModelDescription model, Activity? span, CancellationToken abandon)
    {
        long started = time.GetTimestamp();
        try
        {
            return item.Lease.Item switch
            {
                ImageItem image => await DrawAsync(item, image, model, started, span, abandon),
                ChatItem chat => await AnswerAsync(item, chat, model, started, span),
                _ => throw new JanusException(ErrorCode.InvalidRequest, $"This silo cannot make a {item.Lease.Item.GetType().Name}."),
            };
        }
        catch (JanusException e) when (e.Code is ErrorCode.ModelFailure or ErrorCode.InvalidRequest)
        {
            return new ItemError(e.Code, e.Message);
        }
    }

    private async Task<ItemResult> DrawAsync(
        RunningItem item, ImageItem image, ModelDescription model, long started, Activity? span, CancellationToken abandon)
    {
        string? numerics = NumericsOf(model);
        int codesPerImage = model.CodesPerImage;
        int interval = item.Lease.IsSuspect ? 1 : Math.Min(settings.CheckpointCodes, Math.Max(1, codesPerImage / CheckpointsPerImage));
        Lease lease = item.Lease;
        ushort[] resume = CodeBytes.ToCodes(lease.Codes);
        item.Codes = resume;
        var work = new ImageWork(
            item.Job.Tenant, image, lease.Class == WorkClass.Interactive ? RequestClass.Interactive : RequestClass.Bulk, resume);
        ReadOnlyMemory<ushort> codes = await host.GenerateAsync(
            work,
            made =>
            {
                if (item.Codes.Length == resume.Length)
                    span?.FirstToken();
                metrics.ImageCodes.Add(model.Id, (int)lease.Class, made.Length - item.Codes.Length);
                item.Codes = made;
                bool isDue = made.Length - item.Kept >= interval && made.Length < codesPerImage; // the last ones come with the result
                if (isDue && item.TakeCheckpoint(numerics) is { } checkpoint)
                    _ = KeepAsync(item, checkpoint, abandon);
            },
            item.Token);
        span?.Finished(codes.Length - resume.Length);
        return new GeneratedImage(
            CodeBytes.Of(codes.Span[item.Kept..]), time.GetElapsedTime(started).TotalSeconds, time.GetUtcNow(), item.Kept);
    }

    private async Task<ItemResult> AnswerAsync(RunningItem item, ChatItem chat, ModelDescription model, long started, Activity? span)
    {
        var clock = new AnswerClock(metrics, time, model.Id, item.Lease.Class, span);
        var text = new StringBuilder();
        ChatFinish? finish = null;
        List<TokenLogprob>? logprobs = null;
        var work = new ChatWork(item.Job.Tenant, chat.Messages, chat.Settings, []);
        await foreach (ChatDelta delta in host.ChatAsync(work, item.Token))
        {
            clock.Came(delta);
            text.Append(delta.Text);
            item.Tokens += delta.Tokens.Count;
            if (delta.Logprobs is { } more)
                (logprobs ??= []).AddRange(more);
            finish = delta.Finish ?? finish;
        }

        item.Token.ThrowIfCancellationRequested();
        span?.Finished(clock.Tokens);
        return finish is null
            ? throw new JanusException(ErrorCode.Internal, "The answer broke off.")
            : new ChatAnswer(
                text.ToString(), finish.Reason, finish.PromptTokens, finish.CompletionTokens, time.GetElapsedTime(started).TotalSeconds, time.GetUtcNow(),
                LogprobRange.Within(logprobs, 0, text.Length));
    }

    /// <summary>Codes that are reproducible must be gone on with in the same numerics.</summary>
    private static string? NumericsOf(ModelDescription model) => model.IsDeterministic ? model.Numerics : null;

    /// <summary>When the shard does not want it, the item is another silo's, or cancelled.</summary>
    private async Task KeepAsync(RunningItem item, ItemCheckpoint checkpoint, CancellationToken abandon)
    {
        try
        {
            if (await writer.KeepAsync(item.Lease.Shard, checkpoint, abandon) != WriteVerdict.Written)
                item.Cancel();
        }
        catch (OperationCanceledException)
        {
            // The silo ends.
        }
    }

    private async Task<EndedLease> GiveBackAsync(RunningItem item, string? numerics, CancellationToken abandon)
    {
        Lease lease = item.Lease;
        item.Tokens = 0;
        try
        {
            await writer.GiveBackAsync(lease.Shard, item.TakeCheckpoint(numerics), item.Epoch, abandon);
            return new EndedLease(lease.Id, LeaseEnd.GivenBack, item.Held.CodesLeft, item.Codes.Length > 0 ? numerics : null);
        }
        catch (OperationCanceledException)
        {
            return new EndedLease(lease.Id, LeaseEnd.Failed, item.Held.CodesLeft);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Item {Position} of shard {Shard} was not finished; it will be made again")]
    private partial void LogItemFailed(Exception exception, string shard, int position);
}
