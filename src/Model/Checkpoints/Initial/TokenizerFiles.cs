using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Checkpoints.Initial;

/// <summary>The tokenizer's files of a random checkpoint, in the shape of the published ones.</summary>
internal static class TokenizerFiles
{
    /// <summary>The files that a tokenizer is made of.</summary>
    public static readonly IReadOnlyList<string> Names = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];

    /// <summary>Each regex splits the pieces of the one before. The letter class of the published file is longer; this one covers Latin, Greek and Cyrillic.</summary>
    private static readonly string[] Splits =
    [
        "[\r\n]",
        "\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯ]+",
        "\\s?[!-/:-~！-／：-～‘-‟\u3000-。]+",
        "\\s+$",
        "[一-龥ࠀ-一가-퟿]+",
    ];

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="vocabulary">Null for one of bytes and a few pieces.</param>
    public static void Write(string folder, ModelPreset preset, Vocabulary? vocabulary = null)
    {
        AddedTokens added = AddedTokens.For(preset.Name, preset.Config.Language.VocabularySize);
        vocabulary ??= ByteLevelVocabulary.Create([.. AddedTokens.BytesOutsideUtf8.Intersect(added.Contents)]);
        Save(folder, "tokenizer.json", Tokenizer(added, vocabulary.Filled(added.FirstId)));
        Save(folder, "special_tokens_map.json", new JsonObject
        {
            ["additional_special_tokens"] = Array(AddedTokens.Additional),
            ["bos_token"] = AddedTokens.Begin,
            ["eos_token"] = AddedTokens.End,
            ["pad_token"] = AddedTokens.Pad,
        });
        Save(folder, "tokenizer_config.json", new JsonObject
        {
            ["add_bos_token"] = true,
            ["add_eos_token"] = false,
            ["bos_token"] = AddedTokens.Begin,
            ["clean_up_tokenization_spaces"] = false,
            ["eos_token"] = AddedTokens.End,
            ["legacy"] = true,
            ["model_max_length"] = preset.Config.Language.MaxPositions,
            ["pad_token"] = AddedTokens.Pad,
            ["sp_model_kwargs"] = new JsonObject(),
            ["tokenizer_class"] = "LlamaTokenizer",
            ["unk_token"] = null,
            ["use_default_system_prompt"] = true,
        });
    }

    public static void Save(string folder, string name, JsonObject content) =>
        File.WriteAllText(Path.Combine(folder, name), content.ToJsonString(Readable) + "\n");

    /// <summary>The splits as the published file has them.</summary>
    public static JsonObject PreTokenizer() => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray(
        [
            .. Splits.Select(regex => Typed("Split", ("pattern", new JsonObject { ["Regex"] = regex }), ("behavior", "Isolated"), ("invert", false))),
            Typed("Digits", ("individual_digits", true)),
            Typed("ByteLevel", ("add_prefix_space", false), ("trim_offsets", true), ("use_regex", false)),
        ]),
    };

    private static JsonObject Tokenizer(AddedTokens added, Vocabulary vocabulary) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray([.. added.Contents.Select((content, i) => Added(content, added.FirstId + i))]),
        ["normalizer"] = new JsonObject { ["type"] = "Sequence", ["normalizers"] = new JsonArray() },
        ["pre_tokenizer"] = PreTokenizer(),
        ["post_processor"] = Typed("ByteLevel", ("add_prefix_space", true), ("trim_offsets", false), ("use_regex", true)),
        ["decoder"] = Typed("ByteLevel", ("add_prefix_space", true), ("trim_offsets", true), ("use_regex", true)),
        ["model"] = Typed(
            "BPE",
            ("dropout", null),
            ("unk_token", null),
            ("continuing_subword_prefix", null),
            ("end_of_word_suffix", null),
            ("fuse_unk", false),
            ("byte_fallback", false),
            ("vocab", new JsonObject(vocabulary.Tokens.Select((token, id) => KeyValuePair.Create<string, JsonNode?>(token, id)))),
            ("merges", Array(vocabulary.Merges))),
    };

    private static JsonObject Added(string content, int id) => new()
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = content.Length > 1,
    };

    private static JsonObject Typed(string type, params (string Name, JsonNode? Value)[] fields) =>
        new([KeyValuePair.Create<string, JsonNode?>("type", type), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
