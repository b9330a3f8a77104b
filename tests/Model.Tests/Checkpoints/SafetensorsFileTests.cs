using System.Text;
using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class SafetensorsFileTests
{
    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "end at byte")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[4,0]}}""", 4, "negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 0, "outside")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "damaged")]
    [InlineData("""{"a":{"dtype":"F4","shape":[1],"data_offsets":[0,4]}}""", 4, "F4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "damaged")]
    [InlineData("""{"a":7}""", 0, "damaged")]
    [InlineData("""[]""", 0, "damaged")]
    [InlineData("""{"a":""", 0, "damaged")]
    public void Open_BadHeader_IsRefused(string header, int dataBytes, string expected)
    {
        using var folder = new TempFolder();
        byte[] json = Encoding.UTF8.GetBytes(header);
        string path = folder.Write("m.safetensors", [.. BitConverter.GetBytes((long)json.Length), .. json, .. new byte[dataBytes]]);
        CheckpointException e = Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    [InlineData(100_000_001L)]
    [InlineData(17L)]
    public void Open_HeaderLongerThanTheFile_IsRefused(long length)
    {
        using var folder = new TempFolder();
        string path = folder.Write("m.safetensors", [.. BitConverter.GetBytes(length), .. new byte[16]]);
        Assert.Contains("header", Assert.Throws<CheckpointException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(300)]
    public void Write_EveryTypeAndOddShapes_ReadsBackEqual(long shardBytes)
    {
        using var folder = new TempFolder();
        using torch.Tensor numbers = torch.arange(60, torch.ScalarType.Float32).reshape(3, 4, 5).remainder(2);
        var values = new Dictionary<string, torch.Tensor>
        {
            ["scalar"] = torch.tensor(3.5f),
            ["empty"] = torch.zeros([0, 4]),
        };
        foreach (torch.ScalarType type in (torch.ScalarType[])
            [torch.ScalarType.Float64, torch.ScalarType.Float32, torch.ScalarType.Float16, torch.ScalarType.BFloat16, torch.ScalarType.Int64,
             torch.ScalarType.Int32, torch.ScalarType.Int16, torch.ScalarType.Int8, torch.ScalarType.Byte, torch.ScalarType.Bool])
        {
            values[$"values of {type}"] = numbers.to(type);
        }

        TensorInfo[] infos = [.. values.Select(pair => new TensorInfo(pair.Key, pair.Value.shape, pair.Value.dtype))];
        ShardedSafetensors.Write(folder.Path, infos, info => [values[info.Name].alias()], shardBytes);

        using ICheckpointSource source = CheckpointDirectory.Open(folder.Path);
        Assert.Equal(shardBytes == 300, source.Files.Count > 1);
        foreach ((string name, torch.Tensor expected) in values)
        {
            using torch.Tensor actual = source.Get(name);
            Assert.Equal((expected.dtype, expected.numel()), (actual.dtype, actual.numel()));
            Assert.True(expected.eq(actual).all().ToBoolean(), name);
        }
    }

    [Fact]
    public void Write_WrongValues_Throws()
    {
        using var folder = new TempFolder();
        var info = new TensorInfo("a", [2], torch.ScalarType.Float32);
        using var writer = new SafetensorsWriter(folder.File("m.safetensors"), [info]);
        using torch.Tensor three = torch.zeros(3);
        using torch.Tensor halves = torch.zeros(2, torch.ScalarType.Float16);
        Assert.Throws<ArgumentException>(() => writer.Write(info, [three]));
        Assert.Throws<ArgumentException>(() => writer.Write(info, [halves]));
        Assert.Throws<InvalidOperationException>(writer.Complete);
    }
}
