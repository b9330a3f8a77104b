using System.Diagnostics;
using JanusCluster.Bench.Faults.Load;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Bench.Faults.Kills;

/// <summary>An answer as a reader saw it come.</summary>
/// <param name="LongestGap">Longest time in which nothing new came, from the acceptance of the turn on.</param>
/// <param name="BeforeKill">Characters that had come when the silo was killed.</param>
internal sealed record TimedAnswer(string Text, int Tokens, TimeSpan LongestGap, int BeforeKill)
{
    private const int MaxTokens = 900, CharactersBeforeKill = 40;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Whether the kill was in mid-answer.</summary>
    public bool WasCut => BeforeKill > 0 && BeforeKill < Text.Length;

    /// <param name="kill">Called once, when some of the answer has come.</param>
    public static async Task<TimedAnswer> AskAsync(
        TestBed bed, string key, string question, Func<Task>? kill, CancellationToken cancellationToken)
    {
        var insistence = new Insistence(Limit, cancellationToken);
        IConversationGrain conversation = bed.Grains.GetGrain<IConversationGrain>(key);
        var request = new TurnRequest(bed.Model.Id, new ChatMessage(ChatRole.User, question, []), new ChatSettings(MaxTokens), "only");
        int turn = await insistence.AskAsync(() => conversation.StartTurnAsync(request));
        string text = "";
        int beforeKill = 0;
        TimeSpan longest = default;
        long last = Stopwatch.GetTimestamp();
        TurnChunk chunk;
        do
        {
            if (kill is not null && beforeKill == 0 && text.Length >= CharactersBeforeKill)
            {
                beforeKill = text.Length;
                await kill();
            }

            int offset = text.Length;
            chunk = await insistence.AskAsync(() => conversation.ReadAsync(turn, offset, cancellationToken));
            text += chunk.Text;
            if (chunk.Text.Length > 0 || chunk.FinishReason is not null)
            {
                longest = Stopwatch.GetElapsedTime(last) is var gap && gap > longest ? gap : longest;
                last = Stopwatch.GetTimestamp();
            }
        }
        while (chunk.FinishReason is null);
        return new TimedAnswer(text, chunk.CompletionTokens, longest, beforeKill);
    }
}
