namespace JanusCluster.Model.Tokenization;

/// <summary>A stretch of a text, in UTF-16 code units.</summary>
internal readonly record struct Piece(int Start, int Length);

/// <summary>One step of the pre-tokenizer: cuts a piece into smaller ones.</summary>
internal interface IPieceSplit
{
    /// <summary>Appends the parts of <paramref name="piece"/> to <paramref name="output"/>, in order.</summary>
    void Split(string text, Piece piece, List<Piece> output);
}
