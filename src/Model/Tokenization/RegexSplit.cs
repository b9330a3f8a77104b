using System.Text.RegularExpressions;

namespace JanusCluster.Model.Tokenization;

/// <summary>What becomes of the matches of a <see cref="RegexSplit"/>; the names of Hugging Face's <c>SplitDelimiterBehavior</c>.</summary>
internal enum MatchBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}

/// <summary>Cuts at the matches of a regular expression.</summary>
/// <param name="invert">Takes the text between the matches for the matches.</param>
internal sealed class RegexSplit(Regex pattern, MatchBehavior behavior, bool invert) : IPieceSplit
{
    private readonly record struct Part(int Start, int Length, bool IsMatch);

    /// <exception cref="TokenizerFormatException">A backtracking pattern took too long.</exception>
    public void Split(string text, Piece piece, List<Piece> output)
    {
        var parts = Parts(text.AsSpan(piece.Start, piece.Length), piece.Start);
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (behavior == MatchBehavior.Removed && part.IsMatch)
                continue;
            if (i > 0 && Joins(parts[i - 1], part))
                output[^1] = output[^1] with { Length = output[^1].Length + part.Length };
            else
                output.Add(new Piece(part.Start, part.Length));
        }
    }

    private bool Joins(Part before, Part part) => behavior switch
    {
        MatchBehavior.MergedWithPrevious => part.IsMatch && !before.IsMatch,
        MatchBehavior.MergedWithNext => before.IsMatch && !part.IsMatch,
        MatchBehavior.Contiguous => before.IsMatch == part.IsMatch,
        _ => false,
    };

    private List<Part> Parts(ReadOnlySpan<char> span, int offset)
    {
        var parts = new List<Part>();
        var at = 0;
        try
        {
            foreach (var match in pattern.EnumerateMatches(span))
            {
                if (match.Length == 0)
                    continue;
                if (match.Index > at)
                    parts.Add(new Part(offset + at, match.Index - at, invert));
                parts.Add(new Part(offset + match.Index, match.Length, !invert));
                at = match.Index + match.Length;
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw new TokenizerFormatException($"The tokenizer's pattern {pattern} takes too long on this text.", error);
        }
        if (at < span.Length)
            parts.Add(new Part(offset + at, span.Length - at, invert));
        return parts;
    }
}
