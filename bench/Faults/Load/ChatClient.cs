using System.Diagnostics;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Models;

namespace JanusCluster.Bench.Faults.Load;

/// <summary>Holds one conversation, turn after turn, and reads every answer from where it stands; now and then it reads again.</summary>
/// <param name="limit">Time for a turn.</param>
internal sealed class ChatClient(IGrainFactory grains, ModelDescription model, HistoryWriter history, string key, TimeSpan limit)
{
    private const int MaxTokens = 160;
    private static readonly TimeSpan BetweenTurns = TimeSpan.FromMilliseconds(300);

    private readonly IConversationGrain _conversation = grains.GetGrain<IConversationGrain>(key);

    /// <summary>Begins turns until <paramref name="stop"/>; the last one is read to its end.</summary>
    public async Task TalkAsync(Random random, CancellationToken stop, CancellationToken cancellationToken)
    {
        for (int number = 1; !stop.IsCancellationRequested; number++)
        {
            var insistence = new Insistence(limit, cancellationToken);
            string question = $"Question {number} of {key}?";
            try
            {
                int turn = await StartAsync(question, number, insistence);
                history.Add(new TurnAccepted(Stopwatch.GetTimestamp(), key, turn, question, SimulatedAnswer.Text(question, MaxTokens)));
                await ReadAsync(turn, random, insistence);
            }
            catch (TimeoutException e)
            {
                history.Add(new GivenUp(Stopwatch.GetTimestamp(), $"turn {number} of {key}", e.Message));
                return;
            }

            await Task.Delay(BetweenTurns, cancellationToken);
        }
    }

    private Task<int> StartAsync(string question, int number, Insistence insistence) => insistence.AskAsync(
        () => _conversation.StartTurnAsync(new TurnRequest(
            model.Id, new ChatMessage(ChatRole.User, question, []), new ChatSettings(MaxTokens), $"turn-{number}")));

    private async Task ReadAsync(int turn, Random random, Insistence insistence)
    {
        int offset = 0;
        string? finish;
        do
        {
            int from = random.Next(8) == 0 ? random.Next(offset + 1) : offset;
            TurnChunk chunk = await insistence.AskAsync(() => _conversation.ReadAsync(turn, from, insistence.CancellationToken));
            if (chunk.Text.Length > 0 || chunk.FinishReason is not null)
                history.Add(new TurnRead(Stopwatch.GetTimestamp(), key, turn, from, chunk.Text, chunk.FinishReason));
            offset = Math.Max(offset, from + chunk.Text.Length);
            finish = chunk.FinishReason;
        }
        while (finish is null);
    }
}
