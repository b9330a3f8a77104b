using System.Text;

namespace JanusCluster.Model.Tokenization;

/// <summary>The raw bytes behind every id: a token may hold a part of a character, so text exists only after joining.</summary>
internal sealed class TokenBytes
{
    private readonly byte[]?[] _bytes;
    private readonly string?[] _contents;
    private readonly bool[] _special;

    public TokenBytes(TokenizerDefinition definition)
    {
        Count = definition.Vocabulary.Values.Concat(definition.AddedTokens.Select(token => token.Id)).DefaultIfEmpty(-1).Max() + 1;
        _bytes = new byte[]?[Count];
        _contents = new string?[Count];
        _special = new bool[Count];
        foreach (var (token, id) in definition.Vocabulary)
            (_bytes[id], _contents[id]) = (ByteAlphabet.Decode(token), token);
        // Added tokens are text as it stands, not the byte alphabet.
        foreach (var token in definition.AddedTokens)
            (_bytes[token.Id], _contents[token.Id], _special[token.Id]) = (Encoding.UTF8.GetBytes(token.Content), token.Content, token.Special);
    }

    public int Count { get; }

    /// <returns>Nothing for an id without a token.</returns>
    public ReadOnlySpan<byte> Of(int id, bool skipSpecial) => (uint)id >= Count || (skipSpecial && _special[id]) ? [] : _bytes[id];

    public string? ContentOf(int id) => (uint)id < Count ? _contents[id] : null;

    public bool IsSpecial(int id) => (uint)id < Count && _special[id];
}
