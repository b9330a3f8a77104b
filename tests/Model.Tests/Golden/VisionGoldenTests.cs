using JanusCluster.Model.Vision;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

public sealed class VisionGoldenTests
{
    internal const string Claim = @"vis\.(in|patch_embed|pos_embed|block0\.(norm1|attn|out)|features|aligned)";

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void EncodeImages_RecordedPixels_EveryStageIsTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        SiglipTransformer tower = model.VisionModel.Tower;
        torch.Tensor pixels = GoldenTensors.Get("vis.in");

        GoldenAssert.Equal("vis.patch_embed", tower.PatchEmbedding.Forward(pixels), GoldenTolerances.Features);
        torch.Tensor placed = GoldenTensors.Get("vis.patch_embed") + tower.Positions;
        GoldenAssert.Equal("vis.pos_embed", placed, GoldenTolerances.Features);
        torch.Tensor normed = tower.Blocks[0].FirstNorm.Forward(GoldenTensors.Get("vis.pos_embed"));
        GoldenAssert.Equal("vis.block0.norm1", normed, GoldenTolerances.Features);
        torch.Tensor attended = tower.Blocks[0].Attention.Forward(GoldenTensors.Get("vis.block0.norm1"));
        GoldenAssert.Equal("vis.block0.attn", attended, GoldenTolerances.Features);
        GoldenAssert.Equal("vis.block0.out", tower.Blocks[0].Forward(GoldenTensors.Get("vis.pos_embed")), GoldenTolerances.Features);
        GoldenAssert.Equal("vis.features", model.VisionModel.Forward(pixels), GoldenTolerances.Features);
        GoldenAssert.Equal("vis.aligned", model.EncodeImages(pixels), GoldenTolerances.Features);
    }
}
