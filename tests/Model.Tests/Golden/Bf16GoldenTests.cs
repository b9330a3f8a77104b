using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

public sealed class Bf16GoldenTests
{
    internal const string Claim = @"bf16\.(llm\.prefill\.logits|vis\.features|vq\.decode)";

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Forward_InBf16_IsNearTheReferenceInBf16(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout, torch.ScalarType.BFloat16);
        torch.Tensor embeds = model.EmbedText(GoldenTensors.Get("llm.ids"));
        torch.Tensor logits = model.TextLogits(model.Forward(embeds, null, torch.arange(embeds.shape[1])));
        Assert.Equal(torch.ScalarType.BFloat16, logits.dtype);
        GoldenAssert.Equal("bf16.llm.prefill.logits", logits, GoldenTolerances.Bf16);

        torch.Tensor pixels = GoldenTensors.Get("vis.in").narrow(0, 0, 1).to(torch.ScalarType.BFloat16);
        GoldenAssert.Equal("bf16.vis.features", model.VisionModel.Forward(pixels), GoldenTolerances.Bf16);
        torch.Tensor codes = GoldenTensors.Get("vq.code").narrow(0, 0, 1);
        GoldenAssert.Equal("bf16.vq.decode", model.DecodeCodes(codes), GoldenTolerances.Bf16);
    }
}
