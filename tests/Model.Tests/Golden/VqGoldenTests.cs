using JanusCluster.Model.Vq;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

public sealed class VqGoldenTests
{
    internal const string Claim =
        @"vq\.(in|enc\.(conv_in\.mean_std|out|down0\.(in_crop|out))|z|quant|indices|recon|code|entry\.(flat|nchw)|decode(\.u8)?|post_quant_conv|dec\.(conv_in|mid[01]|block0|up0))";

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Encode_RecordedImages_EveryStageIsTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        VqModel vq = model.GenVisionModel;
        torch.Tensor images = GoldenTensors.Get("vq.in");

        torch.Tensor first = vq.Encoder.Input.Forward(images).flatten(2); // [N, channels, S·S]
        GoldenAssert.Equal("vq.enc.conv_in.mean_std", torch.stack([first.mean([2]), first.std([2], unbiased: true)]), GoldenTolerances.VqPixels);
        GoldenAssert.Equal(
            "vq.enc.down0.out", vq.Encoder.Levels[0].Resample!.Forward(GoldenTensors.Get("vq.enc.down0.in_crop")), GoldenTolerances.VqPixels);
        torch.Tensor latents = vq.Encoder.Forward(images);
        GoldenAssert.Equal("vq.enc.out", latents, GoldenTolerances.VqPixels);
        GoldenAssert.Equal("vq.z", vq.BeforeQuantizer.Forward(latents), GoldenTolerances.VqPixels);

        Quantization quantization = vq.Encode(images);
        Assert.Null(quantization.Losses);
        GoldenAssert.Equal("vq.quant", quantization.Quantized, GoldenTolerances.VqPixels);
        GoldenAssert.Equal("vq.indices", quantization.Codes, GoldenTolerances.Exact);
        GoldenAssert.Equal("vq.indices", model.EncodeToCodes(images).flatten(), GoldenTolerances.Exact);
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Decode_RecordedCodes_EveryStageIsTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        VqModel vq = model.GenVisionModel;
        torch.Tensor codes = GoldenTensors.Get("vq.code");

        GoldenAssert.Equal("vq.recon", vq.Decode(GoldenTensors.Get("vq.quant")), GoldenTolerances.VqPixels);
        GoldenAssert.Equal("vq.entry.flat", vq.Quantizer.Lookup(codes[0]), GoldenTolerances.VqPixels);
        GoldenAssert.Equal("vq.entry.nchw", VqModel.Grid(vq.Quantizer.Lookup(codes)), GoldenTolerances.VqPixels);
        GoldenAssert.Equal(
            "vq.post_quant_conv", vq.AfterQuantizer.Forward(GoldenTensors.Get("vq.entry.nchw")), GoldenTolerances.VqPixels);
        Decoder decoder = vq.Decoder;
        GoldenAssert.Equal("vq.dec.conv_in", decoder.Input.Forward(GoldenTensors.Get("vq.post_quant_conv")), GoldenTolerances.VqPixels);
        GoldenAssert.Equal("vq.dec.mid0", decoder.Mid[0].Forward(GoldenTensors.Get("vq.dec.conv_in")), GoldenTolerances.VqPixels);
        GoldenAssert.Equal("vq.dec.mid1", decoder.Mid[1].Forward(GoldenTensors.Get("vq.dec.mid0")), GoldenTolerances.VqPixels);
        torch.Tensor middle = decoder.Mid[2].Forward(GoldenTensors.Get("vq.dec.mid1"));
        GoldenAssert.Equal("vq.dec.block0", decoder.Levels[0].AtOneResolution(middle), GoldenTolerances.VqPixels);
        GoldenAssert.Equal(
            "vq.dec.up0", decoder.Levels[0].Resample!.Forward(GoldenTensors.Get("vq.dec.block0")), GoldenTolerances.VqPixels);

        torch.Tensor decoded = model.DecodeCodes(codes);
        GoldenAssert.Equal("vq.decode", decoded, GoldenTolerances.VqPixels);
        GoldenAssert.EqualBytes("vq.decode.u8", JanusModel.ToPixels(decoded));
        Assert.Equal(
            JanusModel.ToPixels(GoldenTensors.Get("vq.decode")).data<byte>().ToArray(),
            GoldenTensors.Get("vq.decode.u8").data<byte>().ToArray());
    }
}
