using JanusCluster.Model.Layers;
using JanusCluster.Model.Vq;
using TorchSharp;

namespace JanusCluster.Model.Tests.Vq;

public sealed class VectorQuantizerTests
{
    private static readonly Allocation At = new(torch.CPU, torch.ScalarType.Float32);

    [Fact]
    public void Lookup_StoredRowsOfAnyLength_ReturnsUnitRows()
    {
        using var scope = torch.NewDisposeScope();
        using VectorQuantizer quantizer = Create(new QuantizerOptions());
        torch.Tensor rows = quantizer.Lookup(torch.tensor(new[] { 0, 2 }));
        Assert.Equal([1f, 0f, 0.6f, 0.8f], rows.data<float>().ToArray());
    }

    [Fact]
    public void Forward_EvaluationMode_ChoosesByDirectionAndHasNoLosses()
    {
        using var scope = torch.NewDisposeScope();
        using VectorQuantizer quantizer = Create(new QuantizerOptions());
        quantizer.eval();
        torch.Tensor latents = torch.tensor(new[] { 0.1f, 30f, 0.1f, 40f }).view(1, 2, 1, 2); // (0.1, 0.1) and (30, 40)
        Quantization result = quantizer.Forward(latents);
        Assert.Null(result.Losses);
        Assert.Equal([2, 2], result.Codes.data<long>().ToArray());
    }

    [Fact]
    public void Forward_TrainingMode_GradientsPassStraightThrough()
    {
        using var scope = torch.NewDisposeScope();
        using VectorQuantizer quantizer = Create(new QuantizerOptions { UnitLength = false });
        torch.Tensor latents = torch.tensor(new[] { 1f, 5f, 2f, 6f }).view(1, 2, 1, 2).requires_grad_();
        Quantization result = quantizer.Forward(latents);
        torch.Tensor weights = torch.tensor(new[] { 1f, 2f, 3f, 4f }).view(1, 2, 1, 2);
        (result.Quantized * weights).sum().backward();
        Assert.NotNull(result.Losses);
        Assert.Equal([1f, 2f, 3f, 4f], latents.grad!.flatten().data<float>().ToArray());
    }

    /// <summary>Rows (2, 0), (0, 3) and (6, 8).</summary>
    private static VectorQuantizer Create(QuantizerOptions options)
    {
        var quantizer = new VectorQuantizer(3, 2, options, At);
        using IDisposable noGrad = torch.no_grad();
        using torch.Tensor rows = torch.tensor(new[,] { { 2f, 0f }, { 0f, 3f }, { 6f, 8f } });
        quantizer.Codebook.copy_(rows);
        return quantizer;
    }
}
