using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;
using Orleans.Storage;

namespace JanusCluster.Silo.Chat;

/// <summary>The life of a turn: its answer comes into the log, then its end into the state, then the log is counted and deleted.</summary>
/// <remarks>
/// After a death at any point the next activation goes on: while the state says that the turn runs, from what the log
/// holds; afterwards by counting a log that is still there.
/// </remarks>
internal sealed partial class ConversationGrain
{
    private static readonly TimeSpan LongestTurn = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private ConversationTurn? _turn;
    private Task _run = Task.CompletedTask;
    private string? _counted; // the log of the last turn that is

    /// <summary>Leaves the answer as it is in the log: another activation goes on with it.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private TurnKey KeyOf(int turn, string name) => new(_key, turn, name);

    private void Run(RunningTurn running)
    {
        _turn = new ConversationTurn(running.Number, time, running.Settings.TopLogprobs is not null);
        _run = RunAsync(_turn, running);
    }

    private async Task RunAsync(ConversationTurn turn, RunningTurn running)
    {
        DelayDeactivation(LongestTurn);
        try
        {
            TurnError? error = await AnswerAsync(turn, running);
            var end = new FinishedTurn(
                turn.Number, running.Log, running.RequestId, turn.Text, turn.Finish, turn.Finish is null ? error : null,
                turn.Logprobs, time.GetUtcNow());
            record.State.End(end);
            await patience.WaitAsync(record.WriteStateAsync, _stop.Token);
            turn.End(end);
            await patience.WaitAsync(CountLastAsync, _stop.Token);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // What is in memory is not what is stored: only a new activation may go on.
            LogTurnLeft(turn.Number, _key.ToString(), e.Message);
            DeactivateOnIdle();
        }
        finally
        {
            DelayDeactivation(TimeSpan.Zero);
        }
    }

    /// <summary>Brings the rest of the answer into the log.</summary>
    /// <returns>Why there is no more of it; null when it is whole, or cancelled.</returns>
    private async Task<TurnError?> AnswerAsync(ConversationTurn turn, RunningTurn running)
    {
        try
        {
            await LoadAsync(turn, running);
            turn.Began = () => metrics.FirstToken(running.Model, time.GetUtcNow() - record.State.UsedAt);
            var writer = new TurnWriter(log, KeyOf(turn.Number, running.Log), turn, patience, _stop.Token);
            await RelayAsync(turn, running, writer);
            if (turn.Finish is null)
                writer.Take(new ChatDelta([], "", new ChatFinish(ConversationTurn.Cancelled, 0, turn.Tokens.Count)));
            await writer.FlushAsync();
            return null;
        }
        catch (JanusException e)
        {
            LogTurnFailed(e, turn.Number, _key.ToString());
            return TurnError.From(e);
        }
        catch (Exception e) when (e is not (TurnTakenOverException or InconsistentStateException) && !_stop.IsCancellationRequested)
        {
            LogTurnFailed(e, turn.Number, _key.ToString());
            return new TurnError(ErrorCode.Internal, "The answer broke off. Ask again.", null);
        }
    }

    private async Task LoadAsync(ConversationTurn turn, RunningTurn running)
    {
        TurnKey key = KeyOf(turn.Number, running.Log);
        IReadOnlyList<ChatDelta>? pieces = await patience.WaitAsync(() => log.ReadAsync(key), _stop.Token);
        if (pieces is null)
        {
            // Either the turn has ended in another activation since the state was read, or nobody has read it for so
            // long that its empty log is gone.
            await patience.WaitAsync(record.ReadStateAsync, _stop.Token);
            if (!record.RecordExists || record.State.Running?.Log != running.Log)
                throw new TurnTakenOverException();
            throw new JanusException(ErrorCode.Unavailable, "The answer was given up before it began. Ask again.");
        }

        foreach (ChatDelta piece in pieces)
            turn.Append(piece);
    }

    private async Task RelayAsync(ConversationTurn turn, RunningTurn running, TurnWriter writer)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(turn.Token, _stop.Token);
        var relay = new AnswerRelay(GrainFactory, _key, running, [.. record.State.Messages], time, logger);
        try
        {
            await relay.RunAsync(turn, writer, record.State.PrefixHolder, leave.Token);
        }
        catch (Exception) when (turn.Token.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            // What the writer could not write, it says once more when it is flushed.
            relay.Leave();
        }

        record.State.PrefixHolder = relay.Instance;
    }

    /// <summary>Counts the last turn's usage and deletes its log, unless that is done.</summary>
    private async Task CountLastAsync()
    {
        if (record.State.Last is not { } last || _counted == last.Log)
            return;
        TurnKey key = KeyOf(last.Number, last.Log);
        await (last.Finish is { } finish ? log.CountAsync(key, finish) : log.DeleteAsync(key));
        _counted = last.Log;
    }

    /// <summary>Storage's own exceptions must not cross a process; and after one, memory may differ from what is stored.</summary>
    private async Task<T> GuardAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception e) when (e is InconsistentStateException || StoragePatience.IsAway(e))
        {
            LogStorageFailed(e, _key.ToString());
            DeactivateOnIdle();
            throw new JanusException(ErrorCode.Unavailable, "The cluster's storage is away; ask again in a moment.");
        }
    }

    private Task GuardAsync(Func<Task> action) => GuardAsync(async () =>
    {
        await action();
        return true;
    });
}
