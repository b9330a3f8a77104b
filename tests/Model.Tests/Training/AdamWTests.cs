using JanusCluster.Training.Optimization;
using TorchSharp;
using AdamW = JanusCluster.Training.Optimization.AdamW;
using Parameter = TorchSharp.Modules.Parameter;

namespace JanusCluster.Model.Tests.Training;

public class AdamWTests
{
    private static readonly AdamWOptions Options = new() { WeightDecay = 0.1, MaxNorm = 1e9 };

    /// <summary>Against the algorithm as the paper writes it, in doubles; 37 values, so that the vectors' rest counts, too.</summary>
    [Fact]
    public void Update_Steps_AreThoseOfThePaper()
    {
        using var scope = torch.NewDisposeScope();
        var random = new Random(1);
        double[] weight = [.. Enumerable.Range(0, 37).Select(_ => random.NextDouble() - 0.5)];
        double[] first = new double[37], second = new double[37];
        var parameter = new Parameter(torch.tensor(weight.Select(value => (float)value).ToArray()).view(37, 1));
        using var optimizer = new AdamW([("w", parameter)], Options);
        for (int step = 1; step <= 5; step++)
        {
            double[] gradient = [.. weight.Select(_ => random.NextDouble() - 0.5)];
            parameter.grad = torch.tensor(gradient.Select(value => (float)value).ToArray()).view(37, 1);
            optimizer.Update(0.01);
            for (int i = 0; i < weight.Length; i++)
            {
                first[i] = 0.9 * first[i] + 0.1 * gradient[i];
                second[i] = 0.95 * second[i] + 0.05 * gradient[i] * gradient[i];
                double m = first[i] / (1 - Math.Pow(0.9, step)), v = second[i] / (1 - Math.Pow(0.95, step));
                weight[i] = weight[i] * (1 - 0.01 * 0.1) - 0.01 * m / (Math.Sqrt(v) + 1e-8);
            }
        }

        float[] actual = parameter.data<float>().ToArray();
        for (int i = 0; i < weight.Length; i++)
            Assert.Equal(weight[i], actual[i], 5);
    }

    [Fact]
    public void Update_LongGradient_IsClipped()
    {
        using var scope = torch.NewDisposeScope();
        var parameter = new Parameter(torch.zeros(4));
        using var optimizer = new AdamW([("w", parameter)], Options with { MaxNorm = 1 });
        parameter.grad = torch.tensor(new float[] { 30, 40, 0, 0 });
        Assert.Equal(50, optimizer.Update(0.1), 3);
        Assert.Equal(0.1 * 0.6, optimizer.State.Single(one => one.Name == "w.first").Values[0].item<float>(), 4);
    }

    [Fact]
    public void Constructor_OtherType_IsRefused()
    {
        using var parameter = new Parameter(torch.zeros(2, dtype: torch.ScalarType.BFloat16));
        Assert.Throws<ArgumentException>(() => new AdamW([("w", parameter)], Options));
    }

    [Fact]
    public void Update_NoNumber_IsRefused()
    {
        using var scope = torch.NewDisposeScope();
        var parameter = new Parameter(torch.zeros(2));
        using var optimizer = new AdamW([("w", parameter)], Options);
        parameter.grad = torch.tensor(new[] { float.NaN, 0 });
        Assert.Throws<ArithmeticException>(() => { optimizer.Update(0.1); });
        Assert.Equal(0, optimizer.Step);
    }
}
