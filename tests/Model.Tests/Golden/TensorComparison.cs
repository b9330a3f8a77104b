using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>How two tensors of one shape differ.</summary>
/// <param name="MaxDifference">The largest absolute difference; NaN where one value is not a number.</param>
/// <param name="Failure">What is wrong and where, or null when all values lie within the tolerance.</param>
internal sealed record TensorComparison(double MaxDifference, string? Failure)
{
    /// <summary>Compares value by value, in float64.</summary>
    public static TensorComparison Of(string name, torch.Tensor expected, torch.Tensor actual, Tolerance tolerance)
    {
        if (!expected.shape.SequenceEqual(actual.shape))
            return new(double.NaN, $"{name}: shape [{string.Join(", ", actual.shape)}], expected [{string.Join(", ", expected.shape)}].");

        double[] wanted = Values(expected), got = Values(actual);
        double largest = 0;
        int worst = -1, outside = 0;
        double worstExcess = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            double difference = wanted[i].Equals(got[i]) ? 0 : Math.Abs(wanted[i] - got[i]);
            largest = double.IsNaN(difference) ? difference : Math.Max(largest, difference);
            double excess = difference - tolerance.Absolute - (tolerance.Relative * Math.Abs(wanted[i]));
            if (excess <= 0)
                continue;
            outside++;
            if (worst >= 0 && !double.IsNaN(excess) && excess <= worstExcess)
                continue;
            worst = i;
            worstExcess = excess;
        }

        return new(largest, worst < 0
            ? null
            : $"{name}: {outside} of {wanted.Length} values differ; max abs diff {largest:g4}; worst at [{Place(worst, expected.shape)}]: "
                + $"expected {wanted[worst]:r}, actual {got[worst]:r}.");
    }

    /// <summary>Byte images: values may differ by one, and only few of them.</summary>
    public static TensorComparison OfBytes(string name, torch.Tensor expected, torch.Tensor actual, double share)
    {
        TensorComparison byOne = Of(name, expected, actual, new Tolerance(1));
        if (byOne.Failure is not null)
            return byOne;
        int different = Values(expected).Zip(Values(actual)).Count(pair => pair.First != pair.Second);
        double limit = share * expected.numel();
        return different <= limit
            ? byOne
            : byOne with { Failure = $"{name}: {different} of {expected.numel()} bytes differ by one, at most {limit:f0} may." };
    }

    private static double[] Values(torch.Tensor tensor)
    {
        using torch.Tensor wide = tensor.detach().to(torch.ScalarType.Float64, torch.CPU).contiguous();
        return wide.data<double>().ToArray();
    }

    private static string Place(long flat, long[] shape)
    {
        var place = new long[shape.Length];
        for (int dimension = shape.Length - 1; dimension >= 0; dimension--)
        {
            place[dimension] = flat % shape[dimension];
            flat /= shape[dimension];
        }

        return string.Join(", ", place);
    }
}
