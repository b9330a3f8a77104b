using JanusCluster.Model.Language;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

public sealed class UnitGoldenTests
{
    internal const string Claim =
        @"unit\.(rope\.(positions|cos|sin|[qk](_out)?)|rmsnorm\.(x|weight|y|bf16\.y)|mlp\.y|siglip_mlp\.[xy]|gen_head\.[xy])";

    [Fact]
    public void RotaryEmbedding_RecordedPositions_TurnsAsTheReference()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor positions = GoldenTensors.Get("unit.rope.positions");
        int headDim = (int)GoldenTensors.Get("unit.rope.cos").shape[^1];
        int table = (int)positions.max().item<long>() + 1;
        using var rotary = new RotaryEmbedding(
            headDim, table, GoldenModel.Config.Language.RopeTheta, new Allocation(torch.CPU, torch.ScalarType.Float32));
        (torch.Tensor cosines, torch.Tensor sines) = rotary.At(positions); // [1, T, d]
        GoldenAssert.Equal("unit.rope.cos", cosines, GoldenTolerances.Features);
        GoldenAssert.Equal("unit.rope.sin", sines, GoldenTolerances.Features);
        foreach (string name in (string[])["unit.rope.q", "unit.rope.k"])
        {
            torch.Tensor turned = RotaryEmbedding.Rotate(GoldenTensors.Get(name), cosines.unsqueeze(1), sines.unsqueeze(1));
            GoldenAssert.Equal($"{name}_out", turned, GoldenTolerances.Features);
        }
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32, "unit.rmsnorm.y")]
    [InlineData(torch.ScalarType.BFloat16, "unit.rmsnorm.bf16.y")]
    public void RmsNorm_RecordedInput_RoundsAsTheReference(torch.ScalarType type, string expected)
    {
        using IDisposable noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        torch.Tensor weight = GoldenTensors.Get("unit.rmsnorm.weight");
        using var norm = new RmsNorm(weight.numel(), GoldenModel.Config.Language.RmsNormEpsilon, new Allocation(torch.CPU, type));
        norm.Weight.copy_(weight);
        GoldenAssert.Equal(expected, norm.Forward(GoldenTensors.Get("unit.rmsnorm.x").to(type)), GoldenTolerances.Features);
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Forward_SingleModules_AreTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        LlamaLayer first = model.LanguageModel.Model.Layers[0];
        GoldenAssert.Equal("unit.rmsnorm.weight", first.InputNorm.Weight, GoldenTolerances.Exact);
        GoldenAssert.Equal("unit.mlp.y", first.Mlp.Forward(GoldenTensors.Get("unit.rmsnorm.y")), GoldenTolerances.Features);
        torch.Tensor vision = model.VisionModel.Tower.Blocks[0].Mlp.Forward(GoldenTensors.Get("unit.siglip_mlp.x"));
        GoldenAssert.Equal("unit.siglip_mlp.y", vision, GoldenTolerances.Features);
        GoldenAssert.Equal("unit.gen_head.y", model.ImageLogits(GoldenTensors.Get("unit.gen_head.x")), GoldenTolerances.Features);
    }
}
