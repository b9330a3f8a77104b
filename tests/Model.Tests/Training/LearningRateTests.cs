using JanusCluster.Training.Optimization;

namespace JanusCluster.Model.Tests.Training;

public class LearningRateTests
{
    private static readonly LearningRate Rate = new(1e-3, 10, 110, 0.1);

    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(9, 1e-3)]
    [InlineData(10, 1e-3)]
    [InlineData(60, 5.5e-4)]
    [InlineData(110, 1e-4)]
    [InlineData(500, 1e-4)]
    public void At_WarmsUpThenFallsAlongACosine(int step, double expected) => Assert.Equal(expected, Rate.At(step), 9);
}
