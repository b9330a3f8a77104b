namespace JanusCluster.Model.Tokenization;

/// <summary>A stretch of text: one added token, or plain text between them.</summary>
/// <param name="Token">Null for plain text.</param>
internal readonly record struct TextSpan(string Text, AddedToken? Token);

/// <summary>Cuts text at added tokens, in Hugging Face's two passes: tokens of the raw text first, then those of the normalised text between them.</summary>
/// <remarks>The normaliser itself is the identity; only the order of the passes remains of it.</remarks>
internal sealed class AddedTokenSplitter
{
    private readonly AddedTokenTrie _first;
    private readonly AddedTokenTrie _second;

    public AddedTokenSplitter(IReadOnlyCollection<AddedToken> tokens)
    {
        _first = new AddedTokenTrie(tokens.Where(token => !token.Normalized));
        _second = new AddedTokenTrie(tokens.Where(token => token.Normalized));
    }

    public IEnumerable<TextSpan> Split(string text) =>
        Split(text, _first).SelectMany(span => span.Token is null ? Split(span.Text, _second) : [span]);

    private static IEnumerable<TextSpan> Split(string text, AddedTokenTrie trie)
    {
        var at = 0;
        while (trie.Find(text, at) is { } hit)
        {
            if (hit.Start > at)
                yield return new TextSpan(text[at..hit.Start], null);
            yield return new TextSpan(hit.Token.Content, hit.Token);
            at = hit.Start + hit.Token.Content.Length;
        }
        if (at < text.Length)
            yield return new TextSpan(text[at..], null);
    }
}
