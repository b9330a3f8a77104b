using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Chat;

/// <inheritdoc cref="IConversationGrain"/>
/// <remarks>
/// A turn whose grain was lost goes on as soon as somebody reads it, or asks anything else of the conversation: only a
/// reader is in a hurry.
/// </remarks>
[ControlSiloFilter]
internal sealed partial class ConversationGrain(
    [PersistentState("conversation", StorageNames.Grains)] IPersistentState<ConversationRecord> record,
    TurnLog log,
    ConversationIndex index,
    StoragePatience patience,
    SiloMetrics metrics,
    TimeProvider time,
    ILogger<ConversationGrain> logger) : Grain, IConversationGrain
{
    // More than any model's context holds.
    private const int MaxTextLength = 4 * JobLimits.MaxPromptLength;
    private const int MaxImages = 64;
    private static readonly TimeSpan LongPoll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan EndWait = TimeSpan.FromSeconds(5);

    private ConversationKey _key;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ConversationKey.Parse(this.GetPrimaryKeyString());
        if (record.State.Running is { } running)
            Run(running);
        else
            _run = patience.WaitAsync(CountLastAsync, _stop.Token);
        return Task.CompletedTask;
    }

    public async Task<int> StartTurnAsync(TurnRequest request)
    {
        if (record.State.Find(request.Id) is { } known)
            return known;
        if (_turn is { IsRunning: true })
            throw new JanusException(ErrorCode.Conflict, "The conversation is still answering; wait for it, or cancel the turn.");
        Check(request);
        RunningTurn turn = await GuardAsync(async () =>
        {
            await CountLastAsync();
            if (!record.RecordExists)
                await GrainFactory.GetGrain<ITenantGrain>(_key.Tenant).OpenConversationAsync(_key.ToString());
            await index.AddAsync(_key, time.GetUtcNow());
            RunningTurn begun = record.State.Begin(request, time.GetUtcNow());
            await log.BeginAsync(KeyOf(begun.Number, begun.Log));
            await record.WriteStateAsync();
            return begun;
        });
        Run(turn);
        return turn.Number;
    }

    public async Task<TurnChunk> ReadAsync(int turn, int offset, CancellationToken cancellationToken)
    {
        if (_turn is { } current && current.Number == turn)
        {
            await current.WaitAsync(offset, LongPoll, cancellationToken);
            return current.Read(offset);
        }

        return record.State.Last is { } last && last.Number == turn
            ? last.Read(offset)
            : throw new JanusException(ErrorCode.NotFound, $"The conversation has no turn {turn} that can still be read.");
    }

    public async Task CancelTurnAsync(int turn)
    {
        if (_turn is { IsRunning: true } running && running.Number == turn)
            await CancelAsync(running);
    }

    public Task<Transcript> GetTranscriptAsync() => Task.FromResult(new Transcript([.. record.State.Messages]));

    public async Task DeleteAsync()
    {
        if (_turn is { IsRunning: true } running)
            await CancelAsync(running);
        await GuardAsync(async () =>
        {
            await CountLastAsync();
            if (record.RecordExists)
                await record.ClearStateAsync();
            await index.RemoveAsync(_key);
        });
        DeactivateOnIdle();
    }

    public async Task<bool> DeleteIfIdleAsync(DateTimeOffset cutoff)
    {
        // One that answers late is looked at again later.
        if (_turn is { IsRunning: true })
            return false;
        if (record.State.UsedAt < cutoff)
        {
            await DeleteAsync();
            return true;
        }

        await GuardAsync(() => index.AddAsync(_key, record.State.UsedAt));
        return false;
    }

    private void Check(TurnRequest request)
    {
        ChatMessage message = request.Message;
        Check(message.Role == ChatRole.User, "message", "Only a user's message can be answered.");
        Check(!string.IsNullOrWhiteSpace(message.Text) || message.Images.Count > 0, "message", "The message is empty.");
        Check(message.Text.Length <= MaxTextLength, "message", $"The message has more than {MaxTextLength} characters.");
        Check(message.Images.Count <= MaxImages, "message", $"The message has more than {MaxImages} images.");
        Check(record.State.Messages.Count < JobLimits.MaxMessages, "conversation",
            $"A conversation holds at most {JobLimits.MaxMessages} messages; begin a new one.");
        RequestRules.Validate(request.Settings);
    }

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }

    /// <summary>Ends a turn and waits until that is stored.</summary>
    private async Task CancelAsync(ConversationTurn turn)
    {
        turn.Cancel();
        try
        {
            await turn.Ended.WaitAsync(EndWait, time);
        }
        catch (TimeoutException)
        {
            throw new JanusException(ErrorCode.Unavailable, "The answer cannot be ended yet: the cluster's storage is away. Try again.");
        }
    }
}
