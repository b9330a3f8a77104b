using System.Text;
using Microsoft.ML.Tokenizers;
using MergeTokenizer = Microsoft.ML.Tokenizers.BpeTokenizer;

namespace JanusCluster.Model.Tokenization;

/// <summary>Byte-level BPE as a Hugging Face <c>tokenizer.json</c> describes it: text to ids and back. Thread-safe.</summary>
/// <remarks>
/// The library does the merges of ordinary pieces only: added tokens and the cascade of splits are done here, because its
/// own differ from Hugging Face's. No BOS is added; <see cref="PromptBuilder"/> does that.
/// </remarks>
public sealed class BpeTokenizer
{
    /// <summary>Characters. Words are far shorter; from here on the library's quadratic time would show.</summary>
    private const int LongPiece = 256;

    private readonly MergeTokenizer _merges;
    private readonly LongPieceMerger _longMerges;
    private readonly SplitCascade _splits;
    private readonly AddedTokenSplitter _allAdded;
    private readonly AddedTokenSplitter _plainAdded;
    private readonly Dictionary<string, int> _ids;
    private readonly TokenBytes _bytes;
    private readonly Lazy<SpecialTokenIds> _special;

    private BpeTokenizer(TokenizerDefinition definition)
    {
        _merges = MergeTokenizer.Create(new BpeOptions(definition.Vocabulary) { Merges = definition.Merges, ByteLevel = true });
        _longMerges = new LongPieceMerger(definition);
        _splits = new SplitCascade(definition.Splits);
        _allAdded = new AddedTokenSplitter(definition.AddedTokens);
        _plainAdded = new AddedTokenSplitter([.. definition.AddedTokens.Where(token => !token.IsControl)]);
        _ids = new Dictionary<string, int>(definition.Vocabulary);
        foreach (var token in definition.AddedTokens)
            _ids[token.Content] = token.Id;
        _bytes = new TokenBytes(definition);
        _special = new Lazy<SpecialTokenIds>(() => new SpecialTokenIds(this));
    }

    /// <summary>One more than the greatest id. A model's vocabulary may be larger: its last rows are unused.</summary>
    public int VocabularySize => _bytes.Count;

    /// <exception cref="TokenizerFormatException">The tokenizer lacks one of them.</exception>
    public SpecialTokenIds Special => _special.Value;

    /// <param name="path">A <c>tokenizer.json</c>, plain or gzip-compressed.</param>
    /// <exception cref="TokenizerFormatException">Malformed, or something that is not supported.</exception>
    public static BpeTokenizer Load(string path)
    {
        using var file = File.OpenRead(path);
        return Load(file);
    }

    /// <inheritdoc cref="Load(string)"/>
    public static BpeTokenizer Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var definition = TokenizerDefinition.Read(stream);
        try
        {
            return new BpeTokenizer(definition);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new TokenizerFormatException($"The tokenizer's vocabulary and merges do not fit together: {error.Message}", error);
        }
    }

    /// <summary>Ids of a text. Lone surrogates become U+FFFD.</summary>
    /// <param name="allowControlTokens">
    /// Whether control tokens spelled in the text become their ids. False for text from outside; plain added tokens
    /// (the letters <c>ö</c>, <c>ü</c> … of the 7B) are matched in either case.
    /// </param>
    public int[] Encode(string text, bool allowControlTokens = true) => Encode([new PromptSegment(text, allowControlTokens)]);

    /// <summary>Ids of a prompt that mixes markup and plain text.</summary>
    /// <remarks>Plain text is joined across segments before it is split, so the ids are those of the whole string wherever no plain segment spells a control token.</remarks>
    public int[] Encode(IEnumerable<PromptSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var ids = new List<int>();
        var plain = new StringBuilder();
        foreach (var segment in segments)
            foreach (var span in (segment.Trusted ? _allAdded : _plainAdded).Split(WellFormed(segment.Text)))
            {
                if (span.Token is null)
                {
                    plain.Append(span.Text);
                    continue;
                }
                Flush();
                ids.Add(span.Token.Id);
            }
        Flush();
        return [.. ids];

        void Flush()
        {
            if (plain.Length > 0)
                EncodePlain(plain.ToString(), ids);
            plain.Clear();
        }
    }

    /// <summary>Text of ids. Bytes that are no UTF-8 become U+FFFD; ids without a token become nothing.</summary>
    /// <param name="skipSpecial">Leaves special tokens out.</param>
    public string Decode(IEnumerable<int> ids, bool skipSpecial = true)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var bytes = new MemoryStream();
        foreach (var id in ids)
            bytes.Write(_bytes.Of(id, skipSpecial));
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>A decoder for one stream of ids.</summary>
    /// <inheritdoc cref="Decode" path="/param"/>
    public IncrementalDetokenizer CreateDetokenizer(bool skipSpecial = true) => new(_bytes, skipSpecial);

    /// <summary>The id of a token by its content, added or not (in the byte alphabet: <c>Ġthe</c>).</summary>
    /// <exception cref="TokenizerFormatException">There is none.</exception>
    public int IdOf(string token) =>
        _ids.TryGetValue(token, out var id) ? id : throw new TokenizerFormatException($"The tokenizer has no token '{token}'.");

    /// <summary>The content of a token, or null for an id without one.</summary>
    public string? TokenOf(int id) => _bytes.ContentOf(id);

    /// <summary>The bytes of a token, of an added one its content; none for an id without one.</summary>
    public byte[] BytesOf(int id) => _bytes.Of(id, skipSpecial: false).ToArray();

    /// <summary>Whether the id is an added token marked as special.</summary>
    public bool IsSpecial(int id) => _bytes.IsSpecial(id);

    private void EncodePlain(string text, List<int> ids)
    {
        foreach (var piece in _splits.Split(text))
        {
            var span = text.AsSpan(piece.Start, piece.Length);
            if (piece.Length >= LongPiece)
                _longMerges.Encode(span, ids);
            else
                ids.AddRange(_merges.EncodeToIds(span, considerPreTokenization: false, considerNormalization: false));
        }
    }

    // UTF-8 has no form for lone surrogates; decoding and encoding as UTF-16 replaces them.
    private static string WellFormed(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0
        ? text
        : Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text));
}
