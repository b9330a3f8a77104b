using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>What a client reads of an answer is one stream: no piece is missing, none comes twice, and none ever changes.</summary>
internal static class StreamRules
{
    public const string Broken = "stream-broken", Unfinished = "stream-unfinished", Transcript = "transcript";
    private const int Shown = 40;

    public static IEnumerable<Violation> Find(
        IReadOnlyList<TurnAccepted> turns, IReadOnlyList<TurnRead> reads, IReadOnlyList<FinalConversation> conversations)
    {
        ILookup<(string, int), TurnRead> read = reads.ToLookup(piece => (piece.Conversation, piece.Turn));
        TurnAccepted[] distinct = [.. turns.DistinctBy(turn => (turn.Conversation, turn.Turn))];
        foreach (TurnAccepted turn in distinct)
        {
            if (FindInTurn(turn, [.. read[(turn.Conversation, turn.Turn)]]) is { } violation)
                yield return violation;
        }

        Dictionary<string, FinalConversation> kept = conversations.ToDictionary(conversation => conversation.Conversation);
        foreach (var conversation in distinct.GroupBy(turn => turn.Conversation))
        {
            if (FindInTranscript([.. conversation], kept.GetValueOrDefault(conversation.Key)) is { } violation)
                yield return violation;
        }
    }

    private static Violation? FindInTurn(TurnAccepted turn, TurnRead[] reads)
    {
        string subject = $"{turn.Conversation} turn {turn.Turn}";
        int received = 0;
        foreach (TurnRead piece in reads)
        {
            // A client may read again from any place that it has read already.
            string due = piece.Offset <= received && piece.Offset + piece.Text.Length <= turn.Answer.Length
                ? turn.Answer.Substring(piece.Offset, piece.Text.Length)
                : "the end";
            if (piece.Text != due)
                return new(Broken, subject, $"at {piece.Offset} it reads '{Short(piece.Text)}' where '{Short(due)}' is due");
            received = Math.Max(received, piece.Offset + piece.Text.Length);
            if (piece.Finish is not null && received < turn.Answer.Length)
                return new(Broken, subject, $"it ends ({piece.Finish}) after {received} of {turn.Answer.Length} characters");
        }

        return reads.Any(piece => piece.Finish is not null)
            ? null
            : new(Unfinished, subject, $"after the time it had, {received} of {turn.Answer.Length} characters had come");
    }

    private static Violation? FindInTranscript(TurnAccepted[] turns, FinalConversation? kept)
    {
        (ChatRole, string)[] due = [.. turns.OrderBy(turn => turn.Turn)
            .SelectMany(turn => ((ChatRole, string)[])[(ChatRole.User, turn.Question), (ChatRole.Assistant, turn.Answer)])];
        (ChatRole, string)[] there = [.. (kept?.Messages ?? []).Select(message => (message.Role, message.Text))];
        return due.SequenceEqual(there)
            ? null
            : new(Transcript, turns[0].Conversation, $"it has {there.Length} messages, not the {due.Length} that were said");
    }

    private static string Short(string text) => text.Length <= Shown ? text : text[..Shown] + "…";
}
