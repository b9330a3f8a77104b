using System.IO.Compression;
using System.Text.Json;

namespace JanusCluster.Model.Tokenization;

/// <summary>What a Hugging Face <c>tokenizer.json</c> says, as far as a byte-level BPE needs it.</summary>
/// <param name="Vocabulary">Token to id, without most added tokens.</param>
/// <param name="Merges">By falling priority: two tokens with a space between.</param>
/// <param name="AddedTokens">With their own ids.</param>
/// <param name="Splits">The steps of the pre-tokenizer, in order.</param>
internal sealed record TokenizerDefinition(
    IReadOnlyDictionary<string, int> Vocabulary,
    IReadOnlyList<string> Merges,
    IReadOnlyList<AddedToken> AddedTokens,
    IReadOnlyList<IPieceSplit> Splits)
{
    /// <summary>Tables are indexed by id: a stray one must not ask for gigabytes.</summary>
    private const int MaxId = 10_000_000;

    private static readonly string[] UnsupportedFlags = ["fuse_unk", "byte_fallback", "ignore_merges"];
    private static readonly string[] UnsupportedAffixes = ["unk_token", "continuing_subword_prefix", "end_of_word_suffix", "dropout"];

    /// <param name="stream">Plain or gzip-compressed JSON.</param>
    /// <exception cref="TokenizerFormatException">Malformed, or something that is not supported.</exception>
    public static TokenizerDefinition Read(Stream stream)
    {
        try
        {
            using var json = JsonDocument.Parse(Decompressed(stream));
            return Parse(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or InvalidDataException)
        {
            throw new TokenizerFormatException($"The file is no tokenizer.json: {error.Message}", error);
        }
    }

    private static TokenizerDefinition Parse(JsonElement root)
    {
        CheckNormalizer(root);
        var model = root.GetProperty("model");
        CheckModel(model);
        var vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32());
        string[] merges = [.. model.GetProperty("merges").EnumerateArray().Select(Merge)];
        AddedToken[] added = root.TryGetProperty("added_tokens", out var tokens) ? [.. tokens.EnumerateArray().Select(Added)] : [];
        if (vocabulary.Values.Concat(added.Select(token => token.Id)).Any(id => id is < 0 or > MaxId))
            throw new TokenizerFormatException($"The tokenizer has an id outside of 0 to {MaxId}.");
        return new TokenizerDefinition(vocabulary, merges, added, PreTokenizerReader.Read(root.GetProperty("pre_tokenizer")));
    }

    private static void CheckNormalizer(JsonElement root)
    {
        if (!root.TryGetProperty("normalizer", out var normalizer) || normalizer.ValueKind == JsonValueKind.Null)
            return;
        if (normalizer.GetProperty("type").GetString() != "Sequence" || normalizer.GetProperty("normalizers").GetArrayLength() > 0)
            throw new TokenizerFormatException("The tokenizer has a normalizer; only tokenizers without one are supported.");
    }

    private static void CheckModel(JsonElement model)
    {
        var type = model.TryGetProperty("type", out var name) ? name.GetString() : "BPE";
        if (type != "BPE")
            throw new TokenizerFormatException($"The tokenizer's model is {type}; only BPE is supported.");
        foreach (var flag in UnsupportedFlags)
            if (model.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.True)
                throw new TokenizerFormatException($"The tokenizer's model sets {flag}, which is not supported.");
        foreach (var field in UnsupportedAffixes)
            if (model.TryGetProperty(field, out var value) && value.ValueKind is not JsonValueKind.Null && value.ToString() is not "")
                throw new TokenizerFormatException($"The tokenizer's model sets {field}, which is not supported.");
    }

    private static string Merge(JsonElement merge) => merge.ValueKind == JsonValueKind.Array
        ? $"{merge[0].GetString()} {merge[1].GetString()}"
        : merge.GetString()!;

    private static AddedToken Added(JsonElement token)
    {
        var content = token.GetProperty("content").GetString()!;
        foreach (var flag in (string[])["single_word", "lstrip", "rstrip"])
            if (Flag(flag))
                throw new TokenizerFormatException($"The added token '{content}' sets {flag}, which is not supported.");
        if (content.Length == 0)
            throw new TokenizerFormatException("An added token is empty.");
        return new AddedToken(token.GetProperty("id").GetInt32(), content, Flag("special"), Flag("normalized"));

        bool Flag(string name) => token.TryGetProperty(name, out var value) && value.GetBoolean();
    }

    private static MemoryStream Decompressed(Stream stream)
    {
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        bytes.Position = 0;
        if (bytes.ReadByte() != 0x1F || bytes.ReadByte() != 0x8B)
        {
            bytes.Position = 0;
            return bytes;
        }
        bytes.Position = 0;
        var plain = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Decompress))
            gzip.CopyTo(plain);
        plain.Position = 0;
        return plain;
    }
}
