using System.Text.Json.Nodes;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Golden;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class TokenizerFilesTests
{
    /// <remarks>Ids of the published models, see the summary of <see cref="AddedTokens"/>.</remarks>
    [Theory]
    [InlineData("1b", 100000, 100001, 100002, 100003, 100580, 100581, 100588, 100589)]
    [InlineData("7b", 100000, 100001, 100015, 100016, 100593, 100594, 100601, 100602)]
    [InlineData("nano", 672, 673, 674, 675, 676, 677, 684, 685)]
    public void Write_AddedTokens_HaveThePublishedIds(string preset, params int[] ids)
    {
        JsonNode tokenizer = Written(preset, "tokenizer.json");
        Dictionary<string, int> added = tokenizer["added_tokens"]!.AsArray()
            .ToDictionary(token => token!["content"]!.GetValue<string>(), token => token!["id"]!.GetValue<int>());
        string[] names =
            [AddedTokens.Begin, AddedTokens.End, AddedTokens.Pad, "<begin_of_image>", "<end_of_image>", "<image_placeholder>", "<|User|>", "<|Assistant|>"];
        Assert.Equal(ids, names.Select(name => added[name]));
        Assert.Equal(added.Count, added.Values.Distinct().Count());
        Assert.True(added.Values.Max() < Presets.Find(preset)!.Config.Language.VocabularySize);
        Assert.Equal(added.Values.Min(), tokenizer["model"]!["vocab"]!.AsObject().Count);
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("7b")]
    public void Write_Vocabulary_HoldsEveryByteAndBothSidesOfEveryMerge(string preset)
    {
        JsonNode tokenizer = Written(preset, "tokenizer.json");
        JsonObject vocabulary = tokenizer["model"]!["vocab"]!.AsObject();
        string[] added = [.. tokenizer["added_tokens"]!.AsArray().Select(token => token!["content"]!.GetValue<string>())];
        Assert.Equal(Enumerable.Range(0, vocabulary.Count), vocabulary.Select(pair => pair.Value!.GetValue<int>()));
        Assert.Equal(256, Vocabulary.Bytes.Distinct().Count());
        Assert.All(Vocabulary.Bytes, c => Assert.True(vocabulary.ContainsKey(c) || added.Contains(c.ToString())));
        JsonArray merges = tokenizer["model"]!["merges"]!.AsArray();
        Assert.NotEmpty(merges);
        foreach (string merge in merges.Select(merge => merge!.GetValue<string>()))
        {
            string[] sides = merge.Split(' ');
            Assert.True(vocabulary.ContainsKey(sides[0]) && vocabulary.ContainsKey(sides[1]) && vocabulary.ContainsKey(sides[0] + sides[1]), merge);
        }
    }

    [Fact]
    public void Write_PreTokenizerDecoderAndNormalizer_AreTheGoldenOnes()
    {
        string golden = Path.Combine(GoldenFolder.Path, "tokenizer.json");
        Assert.SkipUnless(File.Exists(golden), "This golden folder has no tokenizer.");
        JsonNode expected = JsonNode.Parse(File.ReadAllText(golden))!;
        JsonNode actual = Written("tiny", "tokenizer.json");
        Assert.SkipUnless(
            expected["pre_tokenizer"]!["pretokenizers"]!.AsArray().Count == 7, "This golden folder's tokenizer has another cascade.");
        foreach (string section in (string[])["pre_tokenizer", "decoder", "normalizer", "post_processor"])
            Assert.True(JsonNode.DeepEquals(expected[section], actual[section]), section);
    }

    private static JsonNode Written(string preset, string name)
    {
        using var folder = new TempFolder();
        TokenizerFiles.Write(folder.Path, Presets.Find(preset)!);
        return JsonNode.Parse(File.ReadAllText(folder.File(name)))!;
    }
}
