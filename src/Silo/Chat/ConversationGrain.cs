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
    private static readonly TimeSpan LongestQueue = TimeSpan.FromHours(1);
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
            bool isTransient = record.RecordExists ? record.State.IsTransient : request.IsTransient;
            if (!record.RecordExists && !isTransient)
                await GrainFactory.GetGrain<ITenantGrain>(_key.Tenant).OpenConversationAsync(_key.ToString());
            DateTimeOffset now = time.GetUtcNow();
            await index.AddAsync(_key, now, isTransient);
            RunningTurn begun = record.State.Begin(request, now);
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

    public Task<Transcript> GetTranscriptAsync() => Task.FromResult(Transcript());

    public Task<TurnWithMessages> GetTurnAsync(int turn)
    {
        ConversationRecord known = record.State;
        TurnReport report = known.Reports.Find(report => report.Number == turn)
            ?? throw new JanusException(ErrorCode.NotFound, $"The conversation has no turn {turn}.");
        return Task.FromResult(new TurnWithMessages(
            report,
            report.QuestionIndex >= 0 ? known.Messages[report.QuestionIndex] : null,
            report.AnswerIndex is { } answer ? known.Messages[answer] : null));
    }

    public async Task<Transcript> CreateAsync(IReadOnlyList<ChatMessage> history, IReadOnlyDictionary<string, string>? metadata)
    {
        metadata ??= new Dictionary<string, string>();
        if (record.RecordExists)
        {
            return record.State.IsMadeOf(history, metadata)
                ? Transcript()
                : throw new JanusException(ErrorCode.Conflict, "The conversation exists already and is another one.", "conversation");
        }

        ChatRules.Validate(history, "history");
        ChatRules.ValidateMetadata(metadata);
        await GuardAsync(async () =>
        {
            await GrainFactory.GetGrain<ITenantGrain>(_key.Tenant).OpenConversationAsync(_key.ToString());
            DateTimeOffset now = time.GetUtcNow();
            await index.AddAsync(_key, now);
            record.State.Create(history, metadata, now);
            await record.WriteStateAsync();
        });
        return Transcript();
    }

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

        await GuardAsync(() => index.AddAsync(_key, record.State.UsedAt, record.State.IsTransient));
        return false;
    }

    private void Check(TurnRequest request)
    {
        ChatMessage message = request.Message;
        Check(message.Role == ChatRole.User, "message", "Only a user's message can be answered.");
        Check(!string.IsNullOrWhiteSpace(message.Text) || message.Images.Count > 0, "message", "The message is empty.");
        ChatRules.ValidateSize([message], "message");
        IReadOnlyList<ChatMessage> before = request.History is { Count: > 0 } history ? history : record.State.Messages;
        if (before == request.History)
        {
            if (record.RecordExists)
                throw new JanusException(ErrorCode.Conflict, "The conversation exists already: it takes no other history.", "history");
            ChatRules.Validate(before, "history");
        }

        Check(before.Count < ChatLimits.MaxMessages, "conversation",
            $"A conversation holds at most {ChatLimits.MaxMessages} messages; begin a new one.");
        ChatRules.ValidateSize([.. before, message], "conversation");
        Check(request.QueueLimit is null || (request.QueueLimit > TimeSpan.Zero && request.QueueLimit <= LongestQueue), "queue_limit",
            $"queue_limit must be above zero and at most {LongestQueue.TotalHours} hour.");
        RequestRules.Validate(request.Settings);
    }

    private Transcript Transcript()
    {
        ConversationRecord known = record.State;
        DateTimeOffset? created = !record.RecordExists ? null : known.CreatedAt == default ? known.UsedAt : known.CreatedAt;
        return new Transcript([.. known.Messages], [.. known.Reports], created, new Dictionary<string, string>(known.Metadata));
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
