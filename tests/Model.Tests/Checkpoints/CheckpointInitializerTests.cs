using System.Text.Json.Nodes;
using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class CheckpointInitializerTests
{
    [Fact]
    public void Write_SameSeed_GivesTheSameFilesAndAnotherSeedOthers()
    {
        using var folder = new TempFolder();
        CheckpointInitializer.Write(Presets.Tiny, folder.File("a"), new CheckpointInitOptions { Seed = 5 });
        CheckpointInitializer.Write(Presets.Tiny, folder.File("b"), new CheckpointInitOptions { Seed = 5 });
        CheckpointInitializer.Write(Presets.Tiny, folder.File("c"), new CheckpointInitOptions { Seed = 6 });
        Assert.Equal(Hash(folder.File("a")), Hash(folder.File("b")));
        Assert.NotEqual(Hash(folder.File("a")), Hash(folder.File("c")));
    }

    [Fact]
    public void Values_OfOneTensor_DependOnSeedAndNameOnly()
    {
        var first = new TensorInfo("language_model.model.norm_proj.weight", [64, 64], torch.ScalarType.Float32);
        using torch.Tensor alone = torch.cat([.. InitialWeights.Values(first with { Name = "x.weight" }, 1)]);
        _ = InitialWeights.Values(first with { Name = "y.weight" }, 1).Count();
        torch.manual_seed(99);
        using torch.Tensor later = torch.cat([.. InitialWeights.Values(first with { Name = "x.weight" }, 1)]);
        using torch.Tensor other = torch.cat([.. InitialWeights.Values(first with { Name = "y.weight" }, 1)]);
        Assert.True(alone.eq(later).all().ToBoolean());
        Assert.False(alone.eq(other).any().ToBoolean());
        Assert.Equal(0.02, alone.std().ToDouble(), 0.001);
    }

    [Theory]
    [InlineData("bf16", "bfloat16", torch.ScalarType.BFloat16)]
    [InlineData("float16", "float16", torch.ScalarType.Float16)]
    [InlineData("float32", "float32", torch.ScalarType.Float32)]
    public void Write_Tiny_LoadsAsAnyCheckpointDoes(string dtype, string named, torch.ScalarType type)
    {
        using var folder = new TempFolder();
        string target = folder.File("model");
        Directory.CreateDirectory(target);
        CheckpointInitializer.Write(
            Presets.Tiny, target, new CheckpointInitOptions { Type = ComputeDevice.TryParseDtype(dtype)!.Value, ShardBytes = 1_000_000 });

        JanusConfig config = JanusConfigReader.Read(target);
        Assert.Equal(Presets.Tiny.Config, config);
        Assert.Equal(Presets.Tiny.Preprocessor, PreprocessorConfigReader.Read(target, config.Vision));
        Assert.Equal(Presets.Tiny.Processor, ProcessorConfig.Read(target, config.Vision));
        Assert.Equal(named, JsonNode.Parse(File.ReadAllText(Path.Combine(target, "config.json")))!["torch_dtype"]!.GetValue<string>());

        using ICheckpointSource source = CheckpointDirectory.Open(target);
        Assert.True(source.Files.Count > 1);
        Assert.All(source.Tensors.Values, info => Assert.Equal(type, info.Type));
        using var parameters = new Parameters(CheckpointLayout.Tensors(config));
        WeightLoader.Load(parameters.Named, source);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path, "*.partial-*"));
    }

    [Theory]
    [InlineData("vision_model.vision_tower.norm.weight", 1, 0)]
    [InlineData("language_model.model.layers.0.post_attention_layernorm.weight", 1, 0)]
    [InlineData("gen_vision_model.decoder.norm_out.weight", 1, 0)]
    [InlineData("gen_vision_model.decoder.conv_out.bias", 0, 0)]
    [InlineData("gen_vision_model.quantize.codebook_used", 0, 0)]
    [InlineData("gen_embed.weight", 0, 1)]
    [InlineData("language_model.lm_head.weight", 0, 0.02)]
    [InlineData("gen_vision_model.encoder.conv_in.weight", 0, 0.19245)]
    public void Distribution_ByName_IsTheParts(string name, double mean, double deviation)
    {
        LayoutTensor tensor = CheckpointLayout.Tensors(Presets.Tiny.Config).Single(tensor => tensor.Name == name);
        (double actualMean, double actualDeviation) = InitialWeights.Distribution(new TensorInfo(name, tensor.Shape, torch.ScalarType.Float32));
        Assert.Equal(mean, actualMean);
        Assert.Equal(deviation, actualDeviation, 1e-4);
    }

    [Fact]
    public void Write_Tiny_LeavesNoTensorBehind()
    {
        using var folder = new TempFolder();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        CheckpointInitializer.Write(Presets.Tiny, folder.File("model"));
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Write_TargetNotEmpty_IsRefusedAndUntouched()
    {
        using var folder = new TempFolder();
        folder.Write("precious.txt", "mine");
        Assert.Contains("not empty", Assert.Throws<CheckpointException>(() => CheckpointInitializer.Write(Presets.Tiny, folder.Path)).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder.File("precious.txt")));
    }

    [Fact]
    public void Write_Cancelled_LeavesNothing()
    {
        using var folder = new TempFolder();
        using var cancel = new CancellationTokenSource();
        var progress = new CancelAfterSome(cancel);
        Assert.Throws<OperationCanceledException>(() => CheckpointInitializer.Write(
            Presets.Tiny, folder.File("model"), new CheckpointInitOptions { Cancellation = cancel.Token, Progress = progress }));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static ModelHash Hash(string folder)
    {
        using ICheckpointSource source = CheckpointDirectory.Open(folder);
        return ModelHash.Compute(folder, source);
    }

    private sealed class CancelAfterSome(CancellationTokenSource cancel) : IProgress<(long Written, long Total)>
    {
        public void Report((long Written, long Total) value)
        {
            if (value.Written > value.Total / 2)
                cancel.Cancel();
        }
    }
}
