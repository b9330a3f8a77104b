using System.Text;

namespace JanusCluster.Model.Tokenization;

/// <summary>Text of one stream of ids, as it grows: a character whose bytes are spread over several ids comes out with the last of them.</summary>
/// <remarks>The pieces joined, the last from <see cref="Flush"/>, are what <see cref="BpeTokenizer.Decode"/> makes of all ids. Not thread-safe.</remarks>
public sealed class IncrementalDetokenizer
{
    private readonly TokenBytes _tokens;
    private readonly bool _skipSpecial;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    internal IncrementalDetokenizer(TokenBytes tokens, bool skipSpecial)
    {
        _tokens = tokens;
        _skipSpecial = skipSpecial;
    }

    /// <returns>The characters that <paramref name="id"/> completes; may be empty.</returns>
    public string Append(int id) => Decode(_tokens.Of(id, _skipSpecial), flush: false);

    /// <summary>Ends the stream.</summary>
    /// <returns>U+FFFD for a character that was never completed, else nothing.</returns>
    public string Flush() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var characters = new char[_decoder.GetCharCount(bytes, flush)];
        return new string(characters, 0, _decoder.GetChars(bytes, characters, flush));
    }
}
