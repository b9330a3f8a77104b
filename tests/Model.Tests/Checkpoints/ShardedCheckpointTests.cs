using System.Text.Json.Nodes;
using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class ShardedCheckpointTests
{
    private const string IndexName = "model.safetensors.index.json";

    [Fact]
    public void Open_ShardMissing_NamesIt()
    {
        using TempFolder folder = Sharded();
        File.Delete(folder.File("model-00002-of-00003.safetensors"));
        AssertRefused(folder, "model-00002-of-00003.safetensors is missing");
    }

    [Fact]
    public void Open_ShardOfAnotherPlace_IsRefused()
    {
        using TempFolder folder = Sharded();
        File.Copy(folder.File("model-00001-of-00003.safetensors"), folder.File("model-00002-of-00003.safetensors"), overwrite: true);
        AssertRefused(folder, "does not hold b");
    }

    [Fact]
    public void Open_ShardTruncated_IsRefused()
    {
        using TempFolder folder = Sharded();
        string shard = folder.File("model-00003-of-00003.safetensors");
        File.WriteAllBytes(shard, File.ReadAllBytes(shard)[..^1]);
        AssertRefused(folder, "model-00003-of-00003.safetensors");
    }

    [Theory]
    [InlineData("../model-00001-of-00003.safetensors")]
    [InlineData("..\\model-00001-of-00003.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("C:model.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    public void Open_ShardOutsideTheFolder_IsRefused(string shard)
    {
        using TempFolder folder = Sharded();
        JsonNode index = JsonNode.Parse(File.ReadAllText(folder.File(IndexName)))!;
        index["weight_map"]!["a"] = shard;
        folder.Write(IndexName, index.ToJsonString());
        AssertRefused(folder, "no file name in the same folder");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"weight_map\": {}}")]
    [InlineData("{\"weight_map\": [1]}")]
    [InlineData("{\"weight_map\": {\"a\": 3}}")]
    [InlineData("{\"weight_map\": {\"a\": \"x\", \"a\": \"y\"}}")]
    [InlineData("not json")]
    public void Open_BadIndex_IsRefused(string index)
    {
        using TempFolder folder = Sharded();
        folder.Write(IndexName, index);
        AssertRefused(folder, IndexName);
    }

    /// <summary>Three shards, with one tensor each: a, b, c.</summary>
    private static TempFolder Sharded()
    {
        var folder = new TempFolder();
        TensorInfo[] infos = [.. "abc".Select(name => new TensorInfo(name.ToString(), [4], torch.ScalarType.Float32))];
        ShardedSafetensors.Write(folder.Path, infos, _ => [torch.ones(4)], shardBytes: 16);
        return folder;
    }

    private static void AssertRefused(TempFolder folder, string expected) => Assert.Contains(
        expected, Assert.Throws<CheckpointException>(() => CheckpointDirectory.Open(folder.Path)).Message, StringComparison.Ordinal);
}
