namespace JanusCluster.Model.Tokenization;

/// <summary>Finds added tokens in text: leftmost first, and the longest of those that start there.</summary>
/// <remarks>Cost is bounded by text length times the longest token, whatever the text.</remarks>
internal sealed class AddedTokenTrie
{
    private sealed class Node
    {
        public Dictionary<char, Node> Next { get; } = [];

        public AddedToken? Token { get; set; }
    }

    private readonly Node _root = new();

    public AddedTokenTrie(IEnumerable<AddedToken> tokens)
    {
        foreach (var token in tokens)
        {
            var node = _root;
            foreach (var c in token.Content)
            {
                if (!node.Next.TryGetValue(c, out var next))
                    node.Next.Add(c, next = new Node());
                node = next;
            }
            // Of equal contents the first entry of the file counts.
            node.Token ??= token;
        }
    }

    /// <returns>Where the next token starts and which it is, or null when none follows.</returns>
    public (int Start, AddedToken Token)? Find(ReadOnlySpan<char> text, int from)
    {
        for (var start = from; start < text.Length && _root.Next.Count > 0; start++)
            if (LongestAt(text[start..]) is { } token)
                return (start, token);
        return null;
    }

    private AddedToken? LongestAt(ReadOnlySpan<char> text)
    {
        AddedToken? longest = null;
        var node = _root;
        foreach (var c in text)
        {
            if (!node.Next.TryGetValue(c, out var next))
                break;
            node = next;
            longest = node.Token ?? longest;
        }
        return longest;
    }
}
