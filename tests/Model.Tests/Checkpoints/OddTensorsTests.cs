using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Tests.Golden;

namespace JanusCluster.Model.Tests.Checkpoints;

/// <summary>Transposed and strided views on shared storages, scalars, empty tensors, Parameters, every type.</summary>
public sealed class OddTensorsTests
{
    private static string Folder => Path.Combine(GoldenFolder.Path, "legacy");

    [Theory]
    [InlineData("odd_tensors.zip.bin", typeof(TorchZipFile))]
    [InlineData("odd_tensors.pre16.bin", typeof(LegacyTorchFile))]
    public void Open_OddTensors_GivesTheExpectedValuesAndTypes(string name, Type format)
    {
        Assert.SkipUnless(Directory.Exists(Folder), "This golden folder has no odd tensors.");
        using ICheckpointSource expected = CheckpointDirectory.Open(Path.Combine(Folder, "odd_tensors.expected.safetensors"));
        using ICheckpointSource actual = CheckpointDirectory.Open(Path.Combine(Folder, name));
        Assert.IsType(format, actual);
        SourceValues.AssertSame(expected, actual);
        Assert.All(expected.Tensors.Values, info => Assert.Equal(info.Type, actual.Tensors[info.Name].Type));
    }
}
