using System.Globalization;
using System.Text.RegularExpressions;
using JanusCluster.Model.Layers;
using JanusCluster.Model.Vq;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>The quantizer in training mode. Its settings are in what <c>goldens.json</c> says produced each case.</summary>
public sealed partial class VqTrainingGoldenTests
{
    internal const string Claim =
        @"vqtrain\.(z|\w+\.(quant|indices|vq_loss|commit_loss|entropy_loss|grad_z|grad_embedding)|entropy\.(affinity|loss))";

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Forward_TrainingMode_LossesAndGradientsAreTheReferences(string layout)
    {
        using var scope = torch.NewDisposeScope();
        string[] cases = [.. GoldenTensors.Names.Where(name => name.EndsWith(".grad_z", StringComparison.Ordinal))];
        Assert.NotEmpty(cases);
        foreach (string gradient in cases)
            Check(GoldenModel.Of(layout), gradient[..^".grad_z".Length], Settings().Match(GoldenTensors.Field(gradient, "produced_by")));
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Encode_TrainingMode_LossesAreTheReferences(string layout)
    {
        using var scope = torch.NewDisposeScope();
        using JanusModel model = GoldenModel.Load(layout, torch.ScalarType.Float32);
        model.train();
        QuantizationLosses losses = model.GenVisionModel.Encode(GoldenTensors.Get("vq.in")).Losses!;
        GoldenAssert.Equal("vqtrain.model.vq_loss", losses.Codebook, GoldenTolerances.Losses);
        GoldenAssert.Equal("vqtrain.model.commit_loss", losses.Commitment, GoldenTolerances.Losses);
        GoldenAssert.Equal("vqtrain.model.entropy_loss", losses.Entropy, GoldenTolerances.Entropy);
    }

    [Fact]
    public void EntropyLoss_RecordedAffinity_IsTheReferences()
    {
        using torch.Tensor loss = EntropyLoss.Of(GoldenTensors.Get("vqtrain.entropy.affinity"));
        GoldenAssert.Equal("vqtrain.entropy.loss", loss, GoldenTolerances.Entropy);
    }

    private static void Check(JanusModel model, string name, Match settings)
    {
        torch.Tensor codebook = model.GenVisionModel.Quantizer.Codebook;
        var options = new QuantizerOptions
        {
            CommitmentWeight = double.Parse(settings.Groups["beta"].Value, CultureInfo.InvariantCulture),
            EntropyWeight = double.Parse(settings.Groups["ratio"].Value, CultureInfo.InvariantCulture),
            UnitLength = bool.Parse(settings.Groups["l2"].Value),
        };
        using var quantizer = new VectorQuantizer((int)codebook.shape[0], (int)codebook.shape[1], options, new Allocation(torch.CPU, codebook.dtype));
        using (torch.no_grad())
            quantizer.Codebook.copy_(codebook);

        torch.Tensor latents = GoldenTensors.Get("vqtrain.z").clone().requires_grad_();
        Quantization result = quantizer.Forward(latents);
        QuantizationLosses losses = result.Losses!;
        Tolerance tolerance = options.EntropyWeight > 0 ? GoldenTolerances.Entropy : GoldenTolerances.Losses;
        GoldenAssert.Equal($"{name}.quant", result.Quantized, GoldenTolerances.Features);
        GoldenAssert.Equal($"{name}.indices", result.Codes, GoldenTolerances.Exact);
        GoldenAssert.Equal($"{name}.vq_loss", losses.Codebook, GoldenTolerances.Losses);
        GoldenAssert.Equal($"{name}.commit_loss", losses.Commitment, GoldenTolerances.Losses);
        GoldenAssert.Equal($"{name}.entropy_loss", losses.Entropy, GoldenTolerances.Entropy);

        // A weight on every output value shows whether gradients pass straight through the quantizer.
        torch.Tensor ramp = torch.linspace(-1, 1, latents.numel()).reshape(latents.shape);
        (losses.Codebook + losses.Commitment + losses.Entropy + (0.01 * (result.Quantized * ramp).sum())).backward();
        GoldenAssert.Equal($"{name}.grad_z", latents.grad!, tolerance);
        GoldenAssert.Equal($"{name}.grad_embedding", quantizer.Codebook.grad!, tolerance);
    }

    [GeneratedRegex(@"beta=(?<beta>[\d.]+), entropy_loss_ratio=(?<ratio>[\d.]+), l2_norm=(?<l2>\w+)")]
    private static partial Regex Settings();
}
