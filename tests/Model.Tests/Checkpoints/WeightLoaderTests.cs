using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Golden;
using TorchSharp;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class WeightLoaderTests : IDisposable
{
    private const string Embedding = "language_model.model.embed_tokens.weight";
    private const string Head = "language_model.lm_head.weight";

    private static readonly JanusConfig Config = JanusConfigReader.Read(GoldenFolder.Path);

    private static readonly WeightLoadOptions Options = new() { Config = Config };

    private readonly MemorySource _source;
    private readonly Parameters _parameters = new(CheckpointLayout.Tensors(Config));

    public WeightLoaderTests()
    {
        using ICheckpointSource golden = GoldenWeights.Open();
        _source = MemorySource.Copy(golden);
    }

    public void Dispose()
    {
        _parameters.Dispose();
        _source.Dispose();
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void Load_GoldenWeights_FillsEveryParameter(torch.ScalarType type)
    {
        using ICheckpointSource golden = GoldenWeights.Open();
        using var model = new Parameters(CheckpointLayout.Tensors(Config), type);
        WeightLoader.Load(model.Named, golden, Options);
        model.AssertEqual(golden);
    }

    [Fact]
    public void Load_IntoViewsThatAreNotContiguous_FillsThem()
    {
        using ICheckpointSource golden = GoldenWeights.Open();
        foreach ((string name, torch.Tensor tensor) in _parameters.Values.ToArray())
        {
            if (tensor.dim() == 2)
                _parameters.Values[name] = torch.full([tensor.shape[1], tensor.shape[0]], double.NaN).t();
            else if (tensor.dim() == 4)
                _parameters.Values[name] = tensor.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        }

        WeightLoader.Load(_parameters.Named, golden, Options);
        _parameters.AssertEqual(golden);
    }

    [Fact]
    public void Load_ParameterThatRequiresGradient_IsFilled()
    {
        _parameters.Values["gen_embed.weight"].requires_grad = true;
        _parameters.Values["vision_model.vision_tower.pos_embed"].requires_grad = true;
        WeightLoader.Load(_parameters.Named, _source, Options);
        Assert.True(_parameters.Values["gen_embed.weight"].requires_grad);
        using IDisposable gradient = torch.no_grad();
        _parameters.AssertEqual(_source);
    }

    [Fact]
    public void Load_MissingUnusedAndMisshaped_AreAllInOneMessage()
    {
        _source.Remove("gen_embed.weight");
        _source["language_model.model.layers.0.self_attn.q_proj.weight"] = torch.zeros(3, 5);
        _source["gen_vision_model.surprise"] = torch.zeros(1);
        string message = Assert.Throws<CheckpointException>(() => WeightLoader.Load(_parameters.Named, _source, Options)).Message;
        Assert.Contains("1 parameters are missing from the checkpoint:\n  gen_embed.weight", message, StringComparison.Ordinal);
        Assert.Contains("q_proj.weight: [3, 5] in the checkpoint", message, StringComparison.Ordinal);
        Assert.Contains("1 tensors of the checkpoint belong to no parameter:\n  gen_vision_model.surprise", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ManyMissing_ListsTwentyAndCountsTheRest()
    {
        string[] removed = [.. _source.Tensors.Keys.Where(name => name.StartsWith("gen_vision_model.decoder.", StringComparison.Ordinal))];
        foreach (string name in removed)
            _source.Remove(name);
        string message = Assert.Throws<CheckpointException>(() => WeightLoader.Load(_parameters.Named, _source, Options)).Message;
        Assert.Contains($"{removed.Length} parameters are missing", message, StringComparison.Ordinal);
        Assert.Contains($"and {removed.Length - 20} more", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Load_NotFinite_NamesTheParameters(double value)
    {
        _source["gen_embed.weight"][0, 1] = torch.tensor(value, _source["gen_embed.weight"].dtype);
        string message = Assert.Throws<CheckpointException>(() => WeightLoader.Load(_parameters.Named, _source, Options)).Message;
        Assert.Contains("gen_embed.weight", message, StringComparison.Ordinal);
        WeightLoader.Load(_parameters.Named, _source, Options with { RequireFinite = false });
    }

    [Fact]
    public void Load_ValueTooLargeForTheDestination_NamesTheParameter()
    {
        _source["gen_embed.weight"][0, 1] = torch.tensor(1e6, _source["gen_embed.weight"].dtype);
        using var half = new Parameters(CheckpointLayout.Tensors(Config), torch.ScalarType.Float16);
        Assert.Contains("gen_embed.weight", Assert.Throws<CheckpointException>(() => WeightLoader.Load(half.Named, _source, Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BuffersOfOlderVersions_AreNoSurprise()
    {
        _source["language_model.model.layers.0.self_attn.rotary_emb.inv_freq"] = torch.zeros(8);
        WeightLoader.Load(_parameters.Named, _source, Options);
    }

    [Fact]
    public void Load_VisionBlocksCutOff_AreKnownFromTheConfiguration()
    {
        int last = Config.Vision.ActiveLayers - 1;
        Assert.SkipUnless(last > 0, "The golden tower has one block only.");
        string prefix = $"vision_model.vision_tower.blocks.{last}.";
        foreach (string name in _parameters.Values.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
            _parameters.Values.Remove(name);
        Assert.Throws<CheckpointException>(() => WeightLoader.Load(_parameters.Named, _source, Options));
        JanusConfig cut = Config with { Vision = Config.Vision with { SelectLayer = last } };
        WeightLoader.Load(_parameters.Named, _source, Options with { Config = cut });
    }

    [Fact]
    public void Load_TiedOutputHead_IsFilledFromTheEmbedding()
    {
        Assert.SkipUnless(_parameters.Values.ContainsKey(Head), "The golden head is tied.");
        _source.Remove(Head);
        Assert.Throws<CheckpointException>(() => WeightLoader.Load(_parameters.Named, _source, Options));
        JanusConfig tied = Config with { Language = Config.Language with { TieWordEmbeddings = true } };
        WeightLoader.Load(_parameters.Named, _source, Options with { Config = tied });
        Assert.True(_parameters.Values[Head].eq(_parameters.Values[Embedding]).all().ToBoolean());
    }

    [Fact]
    public void Load_NamesOfNoKnownLayout_SaysWhichAreKnown()
    {
        using var other = new MemorySource { ["transformer.wte.weight"] = torch.zeros(1) };
        string message = Assert.Throws<CheckpointException>(() => WeightLoader.Load(_parameters.Named, other, Options)).Message;
        Assert.Contains("transformer.wte.weight", message, StringComparison.Ordinal);
        Assert.Contains("language_model.model.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Cancelled_Stops()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => WeightLoader.Load(_parameters.Named, _source, Options with { Cancellation = cancel.Token }));
    }

    [Fact]
    public void Load_GoldenWeights_LeavesNoTensorBehind()
    {
        using ICheckpointSource golden = GoldenWeights.Open();
        WeightLoader.Load(_parameters.Named, golden, Options);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        WeightLoader.Load(_parameters.Named, golden, Options);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
