using JanusCluster.Contracts.Chat;

namespace JanusCluster.Silo.Chat;

/// <summary>Which log probabilities belong to a piece of an answer's text.</summary>
/// <remarks>
/// A token belongs where its text begins. One that has no text yet begins where the text ends, and so comes with what is
/// read from there: reading on from the end of each piece gives every token once. One that never gets any stays out.
/// </remarks>
internal static class LogprobRange
{
    /// <param name="all">In order; null where they were not asked for.</param>
    /// <param name="from">First character of the piece (UTF-16 units).</param>
    /// <param name="end">The one behind its last.</param>
    public static IReadOnlyList<TokenLogprob>? Within(IReadOnlyList<TokenLogprob>? all, int from, int end) =>
        all is null ? null : [.. all.Skip(FirstAt(all, from)).TakeWhile(token => token.Offset < end)];

    /// <summary>Offsets never fall from one token to the next.</summary>
    private static int FirstAt(IReadOnlyList<TokenLogprob> all, int offset)
    {
        (int low, int high) = (0, all.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (all[middle].Offset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
