namespace JanusCluster.Model.Tokenization;

/// <summary>A token that is matched in the text before any other step, from <c>added_tokens</c>.</summary>
/// <param name="Special">Skipped when decoding for a reader.</param>
/// <param name="Normalized">Matched in a second pass, after the tokens for which this is false.</param>
public sealed record AddedToken(int Id, string Content, bool Special, bool Normalized)
{
    /// <summary>
    /// Whether the token steers the model, so that text from outside must not be able to spell it. Markers in angle
    /// brackets count even where a file does not call them special; plain added letters (<c>ö</c>, <c>ü</c> …) do not.
    /// </summary>
    public bool IsControl => Special || (Content.StartsWith('<') && Content.EndsWith('>'));
}
