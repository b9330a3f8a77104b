namespace JanusCluster.Model.Tokenization;

/// <summary>Hugging Face's <c>Sequence</c> of pre-tokenizers: every step re-splits all pieces of the step before.</summary>
internal sealed class SplitCascade(IReadOnlyList<IPieceSplit> splits)
{
    /// <returns>Pieces in order; a merge never crosses their borders.</returns>
    public List<Piece> Split(string text)
    {
        var pieces = new List<Piece> { new(0, text.Length) };
        var next = new List<Piece>();
        foreach (var split in splits)
        {
            next.Clear();
            foreach (var piece in pieces)
                split.Split(text, piece, next);
            (pieces, next) = (next, pieces);
        }
        return pieces;
    }
}
