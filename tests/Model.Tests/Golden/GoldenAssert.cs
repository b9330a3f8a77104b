using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>Asserts that what the model computes is what the reference recorded, and writes the difference to the test's output.</summary>
internal static class GoldenAssert
{
    public static void Equal(string name, torch.Tensor actual, Tolerance tolerance) =>
        Report(name, TensorComparison.Of(name, GoldenTensors.Get(name), actual, tolerance));

    public static void EqualBytes(string name, torch.Tensor actual) =>
        Report(name, TensorComparison.OfBytes(name, GoldenTensors.Get(name), actual, GoldenTolerances.ByteImageShare));

    private static void Report(string name, TensorComparison comparison)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: max abs diff {comparison.MaxDifference:g3}");
        if (comparison.Failure is not null)
            Assert.Fail(comparison.Failure);
    }
}
