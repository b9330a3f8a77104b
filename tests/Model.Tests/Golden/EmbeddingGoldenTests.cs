using System.Text.RegularExpressions;
using JanusCluster.Model.Tests.Reference;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

public sealed partial class EmbeddingGoldenTests
{
    internal const string Claim = @"embeds\.\w+(\.negative_ids\.max_abs_diff)?|gen\.img_embeds";

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Embed_RecordedBatches_TextAndImagesAreInPlace(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        foreach (string name in GoldenTensors.Names.Where(name => Embeds().IsMatch(name)))
            GoldenAssert.Equal(name, GoldenBatch.Read(Embeds().Match(name).Groups[1].Value).Embed(model), GoldenTolerances.Features);
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Embed_NegativeIds_CountAsZero(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        foreach (string name in GoldenTensors.Names.Where(name => NegativeIds().IsMatch(name)))
        {
            ReferenceInputs batch = GoldenBatch.Read(NegativeIds().Match(name).Groups[1].Value);
            ReferenceInputs negative = batch with { Ids = batch.Ids.masked_fill(batch.ImagePositions, -1) };
            torch.Tensor difference = (batch.Embed(model) - negative.Embed(model)).abs().max();
            GoldenAssert.Equal(name, difference, GoldenTolerances.Exact);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void EmbedImageCodes_EveryCode_IsTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        torch.Tensor codes = torch.arange(GoldenTensors.Get("gen.img_embeds").shape[0]);
        GoldenAssert.Equal("gen.img_embeds", GoldenModel.Of(layout).EmbedImageCodes(codes), GoldenTolerances.Features);
    }

    [GeneratedRegex(@"^embeds\.(\w+)$")]
    private static partial Regex Embeds();

    [GeneratedRegex(@"^embeds\.(\w+)\.negative_ids\.max_abs_diff$")]
    private static partial Regex NegativeIds();
}
