using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Golden;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class CheckpointLayoutTests
{
    [Fact]
    public void Tensors_GoldenConfig_AreThoseOfTheGoldenWeights()
    {
        using ICheckpointSource source = GoldenWeights.Open();
        IReadOnlyList<LayoutTensor> layout = CheckpointLayout.Tensors(JanusConfigReader.Read(GoldenFolder.Path));
        string[] stored = [.. source.Tensors.Values.Select(info => Describe(info.Name, info.Shape))];
        Assert.Empty(stored.Except(layout.Select(tensor => Describe(tensor.Name, tensor.Shape))));
        Assert.Empty(layout.Where(tensor => !tensor.Optional).Select(tensor => Describe(tensor.Name, tensor.Shape)).Except(stored));
    }

    [Fact]
    public void Tensors_TinyPreset_AreAsManyAsTheReferenceHas()
    {
        IReadOnlyList<LayoutTensor> layout = CheckpointLayout.Tensors(Presets.Tiny.Config);
        Assert.Equal(428, layout.Count);
        Assert.Equal(14, layout.Count(tensor => tensor.Optional));
    }

    /// <remarks>The names say 1B and 7B; with the vision tower, the VQ model and both heads there are more.</remarks>
    [Theory]
    [InlineData("1b", 2.08e9, 2.10e9)]
    [InlineData("7b", 7.4e9, 7.5e9)]
    public void Report_PublishedSizes_HaveThePublishedNumberOfParameters(string preset, double least, double most)
    {
        CheckpointReport report = CheckpointReport.Of(Presets.Find(preset)!.Config, torch.ScalarType.BFloat16);
        Assert.InRange(report.Parameters, (long)least, (long)most);
        Assert.Equal(report.Parameters * 2, report.Bytes);
        Assert.Equal(
            ["language_model", "vision_model", "aligner", "gen_vision_model", "gen_aligner", "gen_head", "gen_embed"],
            report.Parts.Select(part => part.Name));
    }

    [Fact]
    public void Report_GoldenWeights_CountsEveryTensor()
    {
        using ICheckpointSource source = GoldenWeights.Open();
        CheckpointReport report = CheckpointReport.Of(source);
        Assert.Equal(source.Tensors.Count, report.Tensors);
        Assert.Equal(source.Tensors.Values.Sum(info => info.Bytes), report.Bytes);
        Assert.DoesNotContain(report.Parts, part => part.Name == "other");
    }

    private static string Describe(string name, IReadOnlyList<long> shape) => $"{name} [{string.Join(", ", shape)}]";
}
