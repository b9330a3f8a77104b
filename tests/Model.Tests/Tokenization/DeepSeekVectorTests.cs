using System.Text.Json;
using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>Published and generated pairs of text and ids for the full vocabulary, which is not part of this repository.</summary>
/// <remarks>
/// <c>JANUS_TOKENIZER_DIR</c>: a folder with <c>tokenizer.janus-pro-1b.json.gz</c>, <c>tokenizer.janus-pro-7b.json.gz</c> and
/// <c>vectors.json</c>. <c>JANUS_TOKENIZER_VECTORS</c>: another vector file, instead of that one.
/// </remarks>
public sealed class DeepSeekVectorTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("JANUS_TOKENIZER_DIR");

    [Theory, InlineData("1b"), InlineData("7b")]
    public void Encode_EveryVector_RoundTrips(string size)
    {
        if (string.IsNullOrEmpty(Folder))
            Assert.Skip("JANUS_TOKENIZER_DIR is not set.");
        var tokenizer = BpeTokenizer.Load(Path.Combine(Folder, $"tokenizer.janus-pro-{size}.json.gz"));
        var file = Environment.GetEnvironmentVariable("JANUS_TOKENIZER_VECTORS") is { Length: > 0 } other ? other : Path.Combine(Folder, "vectors.json");
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(file));

        Assert.All(vectors.RootElement.EnumerateArray(), vector =>
        {
            var text = vector.GetProperty("text").GetString()!;
            // Ids of the 1B are recorded only where they differ.
            var ids = (size == "1b" && vector.TryGetProperty("ids_1b", out var smaller) ? smaller : vector.GetProperty("ids")).ToIntegers();
            Assert.Equal(ids, tokenizer.Encode(text));
            Assert.Equal(text, tokenizer.Decode(ids, skipSpecial: false));
            Assert.Equal(text, tokenizer.Stream(ids, skipSpecial: false));
        });
    }
}
