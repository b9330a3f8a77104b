using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Silo.Chat;

/// <inheritdoc cref="IConversationGrain"/>
internal sealed partial class ConversationGrain(
    [PersistentState("conversation", StorageNames.Grains)] IPersistentState<ConversationRecord> record,
    TimeProvider time,
    ILogger<ConversationGrain> logger) : Grain, IConversationGrain
{
    private const int MaxMessages = 1000;
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ModelWait = TimeSpan.FromSeconds(30);

    private ConversationTurn? _turn;
    private string? _prefixHolder; // the silo that answered last: its prefix cache may still hold the conversation

    public async Task<int> StartTurnAsync(TurnRequest request)
    {
        if (_turn is { IsRunning: true })
            throw new JanusException(ErrorCode.Conflict, "The conversation is still answering; wait for it, or cancel the turn.");
        if (string.IsNullOrWhiteSpace(request.Message.Text) && request.Message.Images.Count == 0)
            throw JanusException.Invalid("message", "The message is empty.");
        if (record.State.Messages.Count >= MaxMessages)
            throw JanusException.Invalid("conversation", $"A conversation holds at most {MaxMessages} messages; begin a new one.");

        DropUnanswered();
        record.State.Messages.Add(request.Message);
        int number = ++record.State.Turns;
        await record.WriteStateAsync();

        _turn = new ConversationTurn(number, time);
        _ = AnswerAsync(_turn, request);
        return number;
    }

    public async Task<TurnChunk> ReadAsync(int turn, int offset, CancellationToken cancellationToken)
    {
        ConversationTurn running = _turn is { } current && current.Number == turn
            ? current
            : throw new JanusException(ErrorCode.NotFound, $"Turn {turn} is not running here; its answer may have broken off. Ask again.");
        await running.WaitAsync(offset, LongPoll, cancellationToken);
        return running.Read(offset);
    }

    public Task CancelTurnAsync(int turn)
    {
        if (_turn is { IsRunning: true } running && running.Number == turn)
            running.Cancel();
        return Task.CompletedTask;
    }

    public Task<Transcript> GetTranscriptAsync() => Task.FromResult(new Transcript([.. record.State.Messages]));

    public Task DeleteAsync() => record.ClearStateAsync();

    /// <summary>A question whose answer broke off is not part of what the model is shown.</summary>
    private void DropUnanswered()
    {
        if (record.State.Messages is [.., { Role: ChatRole.User }])
            record.State.Messages.RemoveAt(record.State.Messages.Count - 1);
    }

    private async Task AnswerAsync(ConversationTurn turn, TurnRequest request)
    {
        DelayDeactivation(TimeSpan.FromHours(1));
        try
        {
            await StreamAsync(turn, request);
            record.State.Messages.Add(new ChatMessage(ChatRole.Assistant, turn.Text, []));
            await record.WriteStateAsync();
            turn.Complete();
        }
        catch (Exception e)
        {
            LogTurnFailed(e, this.GetPrimaryKeyString(), turn.Number);
            turn.Fail(e as JanusException ?? new JanusException(ErrorCode.Unavailable, "The answer broke off. Ask again."));
        }
        finally
        {
            DelayDeactivation(TimeSpan.Zero);
        }
    }

    private async Task StreamAsync(ConversationTurn turn, TurnRequest request)
    {
        IModelGrain model = await PickModelAsync(request.Model, turn.Token);
        string tenant = this.GetPrimaryKeyString().Split('/')[0];
        var work = new ChatWork(tenant, [.. record.State.Messages], request.Settings, []);
        try
        {
            await foreach (ChatDelta delta in model.ChatAsync(work, turn.Token).WithCancellation(turn.Token))
                turn.Append(delta);
        }
        catch (OperationCanceledException) when (turn.Token.IsCancellationRequested)
        {
        }
    }

    private async Task<IModelGrain> PickModelAsync(string model, CancellationToken cancellationToken)
    {
        ISchedulerGrain scheduler = GrainFactory.GetGrain<ISchedulerGrain>(model);
        DateTimeOffset giveUp = time.GetUtcNow() + ModelWait;
        while (true)
        {
            IReadOnlyList<ModelInstance> instances = await scheduler.GetInstancesAsync();
            ModelInstance? best = instances.FirstOrDefault(instance => instance.Key == _prefixHolder)
                ?? instances.MinBy(instance => instance.Running);
            if (best is not null)
            {
                _prefixHolder = best.Key;
                return GrainFactory.GetGrain<IModelGrain>(best.Key);
            }

            if (time.GetUtcNow() > giveUp)
                throw new JanusException(ErrorCode.Unavailable, $"No silo serves {model} at the moment.", "model");
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} of conversation {Conversation} failed")]
    private partial void LogTurnFailed(Exception exception, string conversation, int turn);
}

/// <summary>What is stored of a conversation.</summary>
[GenerateSerializer, Alias("janus.state.conversation")]
internal sealed class ConversationRecord
{
    [Id(0)]
    public List<ChatMessage> Messages { get; set; } = [];

    [Id(1)]
    public int Turns { get; set; }
}
