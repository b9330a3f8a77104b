using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>Variants of a <c>tokenizer.json</c>: those that mean the same, and those that must be refused.</summary>
public sealed class TokenizerFileTests
{
    private static readonly int Unused = GoldenTokenizer.Instance.VocabularySize;

    private const string Sample = "<|User|>: Convert the formula 123";

    [Fact]
    public void Load_GzipAndMergesAsPairs_MeanTheSame()
    {
        var json = Golden();
        json["model"]!["merges"] = new JsonArray([.. json["model"]!["merges"]!.AsArray().Select(Pair)]);
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(json.ToJsonString()));
        compressed.Position = 0;
        Assert.Equal(GoldenTokenizer.Instance.Encode(Sample), BpeTokenizer.Load(compressed).Encode(Sample));

        static JsonNode Pair(JsonNode? merge) => merge is JsonArray ? merge.DeepClone() : new JsonArray([.. merge!.GetValue<string>().Split(' ').Select(part => JsonValue.Create(part))]);
    }

    [Fact]
    public void Encode_PlainAddedLetter_IsMatchedInUntrustedTextToo()
    {
        var json = Golden();
        json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = Unused, ["content"] = "ü", ["special"] = false, ["normalized"] = true });
        var tokenizer = Load(json);
        Assert.Contains(Unused, tokenizer.Encode("Führer", allowControlTokens: false));
        Assert.Equal("Führer", tokenizer.Decode(tokenizer.Encode("Führer")));
    }

    [Fact]
    public void Encode_AddedTokensThatOverlap_LeftmostThenLongestWins()
    {
        var json = Golden();
        foreach (var (offset, content) in (ReadOnlySpan<(int, string)>)[(0, "<ab"), (1, "<abc>"), (2, "bc>d")])
            json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = Unused + offset, ["content"] = content, ["special"] = true });
        Assert.Equal([Unused + 1, Unused, Unused + 2], Load(json).Encode("<abc><abbc>d"));
    }

    [Theory]
    [InlineData("model.type", "\"Unigram\"", "Unigram")]
    [InlineData("model.byte_fallback", "true", "byte_fallback")]
    [InlineData("model.dropout", "0.1", "dropout")]
    [InlineData("model.merges", "[\"zz qq\"]", "")]
    [InlineData("model.vocab", "[]", "")]
    [InlineData("normalizer", "{\"type\":\"NFC\"}", "")]
    [InlineData("pre_tokenizer", "null", "pre_tokenizer")]
    [InlineData("pre_tokenizer", "{\"type\":\"Whitespace\"}", "ByteLevel")]
    [InlineData("pre_tokenizer", "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Metaspace\"},{\"type\":\"ByteLevel\",\"add_prefix_space\":false}]}", "Metaspace")]
    [InlineData("pre_tokenizer", "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"},{\"type\":\"ByteLevel\",\"add_prefix_space\":false}]}", "(")]
    [InlineData("added_tokens", "[{\"id\":1,\"content\":\"x\",\"lstrip\":true}]", "lstrip")]
    [InlineData("added_tokens", "[{\"id\":-1,\"content\":\"x\"}]", "id")]
    public void Load_WhatIsNotSupported_SaysSo(string field, string value, string mentioned)
    {
        var json = Golden();
        var path = field.Split('.');
        (path.Length == 1 ? json : json[path[0]]!)[path[^1]] = JsonNode.Parse(value);
        Assert.Contains(mentioned, Assert.Throws<TokenizerFormatException>(() => Load(json)).Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("{"), InlineData("[]"), InlineData("{}"), InlineData("\u001f\u008bnot gzip")]
    public void Load_NoTokenizer_IsRefused(string content) =>
        Assert.Throws<TokenizerFormatException>(() => BpeTokenizer.Load(new MemoryStream(Encoding.Latin1.GetBytes(content))));

    [Fact]
    public void Special_TokenMissing_NamesIt()
    {
        var json = Golden();
        var added = json["added_tokens"]!.AsArray();
        added.Remove(added.Single(token => token!["content"]!.GetValue<string>() == "<end_of_image>"));
        var tokenizer = Load(json);
        Assert.Contains("<end_of_image>", Assert.Throws<TokenizerFormatException>(() => tokenizer.Special).Message, StringComparison.Ordinal);
    }

    private static JsonObject Golden() => JsonNode.Parse(File.ReadAllBytes(Path.Combine(GoldenFolder.Path, "tokenizer.json")))!.AsObject();

    private static BpeTokenizer Load(JsonNode json) => BpeTokenizer.Load(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(json)));
}
