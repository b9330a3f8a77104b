using JanusCluster.Model.Checkpoints;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class ModelHashTests
{
    /// <summary>Values enough for the sampled kind to have a gap: 80 MiB.</summary>
    private const long Values = 20 << 20;

    [Theory]
    [InlineData(long.MaxValue, true)]
    [InlineData(0, false)]
    public void Compute_SameFilesElsewhere_GivesTheSame(long completeBytes, bool complete)
    {
        using var a = new TempFolder();
        using var b = new TempFolder();
        Write(a, 1000);
        Write(b, 1000);
        ModelHash hash = Compute(a, completeBytes);
        Assert.Equal(hash, Compute(b, completeBytes));
        Assert.Equal((complete, 64), (hash.Complete, hash.Value.Length));
    }

    [Fact]
    public void Compute_CompleteAndSampled_NeverAgree()
    {
        using var folder = new TempFolder();
        Write(folder, 10);
        Assert.NotEqual(Compute(folder, long.MaxValue).Value, Compute(folder, 0).Value);
    }

    [Fact]
    public void Compute_ConfigurationChanged_Differs()
    {
        using var folder = new TempFolder();
        Write(folder, 10);
        ModelHash without = Compute(folder, long.MaxValue);
        folder.Write("config.json", "{}");
        ModelHash with = Compute(folder, long.MaxValue);
        folder.Write("config.json", "{ }");
        Assert.Equal(3, new[] { without, with, Compute(folder, long.MaxValue) }.Distinct().Count());
    }

    [Fact]
    public void Compute_OneWeightChangedInTheMiddle_IsSeenByTheCompleteKindOnly()
    {
        using var folder = new TempFolder();
        Write(folder, Values);
        ModelHash complete = Compute(folder, long.MaxValue), sampled = Compute(folder, 0);
        using (FileStream file = File.OpenWrite(folder.File("model.safetensors")))
        {
            file.Position = 40 << 20;
            file.WriteByte(1);
        }

        Assert.NotEqual(complete, Compute(folder, long.MaxValue));
        Assert.Equal(sampled, Compute(folder, 0));
        using (FileStream file = File.OpenWrite(folder.File("model.safetensors")))
        {
            file.Position = file.Length - 1;
            file.WriteByte(1);
        }

        Assert.NotEqual(sampled, Compute(folder, 0));
    }

    private static void Write(TempFolder folder, long values) => ShardedSafetensors.Write(
        folder.Path, [new TensorInfo("a", [values], torch.ScalarType.Float32)], _ => [torch.zeros(values)]);

    private static ModelHash Compute(TempFolder folder, long completeBytes)
    {
        using ICheckpointSource source = CheckpointDirectory.Open(folder.Path);
        return ModelHash.Compute(folder.Path, source, completeBytes);
    }
}
