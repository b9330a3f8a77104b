using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Chat;

/// <summary>
/// Has the rest of an answer drawn by a silo that has a place for it. When that silo fails or drains, another goes on
/// behind the last id that is in the log.
/// </summary>
internal sealed partial class AnswerRelay(
    IGrainFactory grains, ConversationKey conversation, RunningTurn question, IReadOnlyList<ChatMessage> messages, TimeProvider time, ILogger logger)
{
    private const int MaxFruitless = 3;
    private static readonly TimeSpan MaxStuck = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TurnAdmission _admission =
        new(grains.GetGrain<ISchedulerGrain>(question.Model), question.Model, question.QueueLimit, time, logger);

    /// <summary>Key of the instance that was asked last.</summary>
    public string? Instance { get; private set; }

    /// <param name="preferred">Key of the instance that may hold the conversation's prefix.</param>
    /// <exception cref="JanusException">The answer cannot be given, or not now.</exception>
    /// <exception cref="TurnTakenOverException">Another activation writes this answer, or has ended it.</exception>
    public async Task RunAsync(ConversationTurn turn, TurnWriter writer, string? preferred, CancellationToken cancellationToken)
    {
        string? avoid = null;
        int fruitless = 0;
        long? stuckSince = null;
        Instance = preferred;
        while (turn.Finish is null)
        {
            var offer = new TurnOffer(conversation.ToString(), turn.Number, Left(turn), Instance == avoid ? null : Instance, avoid);
            ChatLease lease = await _admission.AdmitAsync(offer, cancellationToken);
            int before = turn.Tokens.Count;
            Instance = lease.Instance;
            Exception? failure = await StreamAsync(turn, writer, lease, cancellationToken);
            if (turn.Finish is not null)
                break;

            LogBrokeOff(turn.Number, conversation.ToString(), lease.Instance, turn.Tokens.Count, failure?.Message ?? "it ended early");
            bool isStuck = turn.Tokens.Count == before;
            stuckSince = isStuck ? stuckSince ?? time.GetTimestamp() : null;
            fruitless = !isStuck ? 0 : fruitless + (Counts(failure, isSameAgain: lease.Instance == avoid) ? 1 : 0);
            if (fruitless == MaxFruitless || (stuckSince is { } since && time.GetElapsedTime(since) > MaxStuck))
                throw new JanusException(ErrorCode.Unavailable, "The answer broke off again and again without a new word. Ask again.");
            avoid = lease.Instance;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>The turn has ended: it waits for no place any longer.</summary>
    public void Leave() => _admission.Withdraw(conversation.ToString(), question.Number);

    /// <summary>
    /// Not the question's fault: that a silo drains, that one which died is not forgotten yet, or that a call came back because
    /// no silo could take it. The last two come by threes within a second where several silos die.
    /// </summary>
    private static bool Counts(Exception? failure, bool isSameAgain) => failure switch
    {
        JanusException => false,
        SiloUnavailableException => !isSameAgain,
        OrleansException => false,
        _ => true,
    };

    /// <returns>Why the stream broke off, where the fault is not the question's; null when it ended.</returns>
    private async Task<Exception?> StreamAsync(
        ConversationTurn turn, TurnWriter writer, ChatLease lease, CancellationToken cancellationToken)
    {
        var held = new HeldLease(lease.Id, conversation.ToString(), turn.Number, WorkClass.Chat, Left(turn));
        var work = new ChatWork(conversation.Tenant, messages, question.Settings, [.. turn.Tokens], held, WorkSpans.Here);
        try
        {
            IAsyncEnumerable<ChatDelta> answer = grains.GetGrain<IModelGrain>(lease.Instance).ChatAsync(work, cancellationToken);
            await foreach (ChatDelta delta in answer.WithCancellation(cancellationToken))
            {
                writer.Take(delta);
                if (writer.IsBroken)
                    break;
            }

            return null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && IsOfTheSilo(e))
        {
            return e;
        }
        finally
        {
            // Whatever came counts, and whoever goes on must know of all of it.
            await writer.FlushAsync();
        }
    }

    /// <summary>Anything but a verdict on the question: the silo is gone, drains, has lost the lease, or has a fault of its own.</summary>
    private static bool IsOfTheSilo(Exception e) =>
        e is not JanusException { Code: not (ErrorCode.Unavailable or ErrorCode.Cancelled) };

    private int Left(ConversationTurn turn) => Math.Max(1, question.Settings.MaxTokens - turn.Tokens.Count);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} of conversation {Conversation} broke off on {Instance} after {Tokens} tokens: {Reason}")]
    private partial void LogBrokeOff(int turn, string conversation, string instance, int tokens, string reason);
}
