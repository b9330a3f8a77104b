using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>The comparison itself: it must be able to fail.</summary>
public sealed class TensorComparisonTests
{
    private const string Name = "vis.features";

    [Fact]
    public void Of_OneValueAltered_NamesTensorIndexAndBothValues()
    {
        torch.Tensor expected = GoldenTensors.Get(Name);
        using torch.Tensor actual = expected.clone();
        float original = actual[1, 2, 3].item<float>();
        actual[1, 2, 3] = original + 0.5f;

        TensorComparison comparison = TensorComparison.Of(Name, expected, actual, GoldenTolerances.Features);

        Assert.NotNull(comparison.Failure);
        Assert.Contains(Name, comparison.Failure, StringComparison.Ordinal);
        Assert.Contains("[1, 2, 3]", comparison.Failure, StringComparison.Ordinal);
        Assert.Contains($"expected {(double)original:r}", comparison.Failure, StringComparison.Ordinal);
        Assert.Contains($"actual {(double)(original + 0.5f):r}", comparison.Failure, StringComparison.Ordinal);
        Assert.Contains("max abs diff 0.5", comparison.Failure, StringComparison.Ordinal);
        Assert.Contains("1 of ", comparison.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NotANumber_Fails()
    {
        torch.Tensor expected = GoldenTensors.Get(Name);
        using torch.Tensor actual = expected.clone();
        actual[0, 0, 0] = float.NaN;
        Assert.NotNull(TensorComparison.Of(Name, expected, actual, GoldenTolerances.Bf16).Failure);
    }

    [Fact]
    public void Of_OtherShape_Fails()
    {
        torch.Tensor expected = GoldenTensors.Get(Name);
        using torch.Tensor actual = expected.flatten(0, 1);
        Assert.Contains("shape", TensorComparison.Of(Name, expected, actual, GoldenTolerances.Features).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Same_Passes() =>
        Assert.Null(TensorComparison.Of(Name, GoldenTensors.Get(Name), GoldenTensors.Get(Name), GoldenTolerances.Exact).Failure);

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(1, 500, false)]
    public void OfBytes_SomeAltered_PassesOnlyFewByOne(int difference, int count, bool passes)
    {
        using torch.Tensor expected = torch.full([100, 100], 7, dtype: torch.ScalarType.Byte);
        using torch.Tensor actual = expected.clone();
        using torch.Tensor part = actual.view(-1).narrow(0, 0, count);
        part.add_(difference);
        TensorComparison comparison = TensorComparison.OfBytes("image", expected, actual, GoldenTolerances.ByteImageShare);
        Assert.Equal(passes, comparison.Failure is null);
    }
}
