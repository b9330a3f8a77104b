using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

public sealed class SamplerTests
{
    private static readonly float[] Probabilities = [0.1f, 0.4f, 0.2f, 0.3f];

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(0.0999f, 0)]
    [InlineData(0.1001f, 1)]
    [InlineData(0.4999f, 1)]
    [InlineData(0.5001f, 2)]
    [InlineData(0.7001f, 3)]
    [InlineData(0.99999994f, 3)]
    public void Draw_Uniform_PicksFirstIdAboveIt(float uniform, long expected) =>
        Assert.Equal(expected, Draw(new SamplingSettings(1, 0, 1, 0), uniform));

    [Fact]
    public void Draw_TemperatureZero_IsGreedy() => Assert.Equal(1, Draw(new SamplingSettings(0, 0, 1, 0), 0.99f));

    [Theory]
    [InlineData(0.5f, 1)] // 0.4 / 0.7 of the mass
    [InlineData(0.6f, 3)]
    public void Draw_TopK_DrawsAmongTheMostLikely(float uniform, long expected) =>
        Assert.Equal(expected, Draw(new SamplingSettings(1, 2, 1, 0), uniform));

    [Theory]
    [InlineData(0.4, 1)] // one id reaches the bound exactly
    [InlineData(0.41, 3)] // the id that crosses it is in
    public void Draw_TopP_KeepsTheIdThatCrosses(double topP, long expected) =>
        Assert.Equal(expected, Draw(new SamplingSettings(1, 0, topP, 0), 0.99f));

    [Fact]
    public void Draw_LowTemperature_Sharpens() => Assert.Equal(1, Draw(new SamplingSettings(0.05, 0, 1, 0), 0.97f));

    [Fact]
    public void Draw_NotFinite_MarksOnlyThatRow()
    {
        using torch.Tensor logits = torch.tensor(new float[,] { { 0, 1 }, { float.NaN, 1 }, { 0, float.PositiveInfinity } });
        SamplingSettings greedy = new(0, 0, 1, 0);
        Assert.Equal([1, Sampler.Invalid, Sampler.Invalid], Sampler.Draw(logits, [greedy, greedy, greedy], [0.5f, 0.5f, 0.5f]));
    }

    [Fact]
    public void Draw_RowsWithDifferentSettings_DoNotMix()
    {
        using torch.Tensor one = torch.tensor(Probabilities).log().unsqueeze(0);
        using torch.Tensor three = one.repeat(3, 1);
        SamplingSettings[] settings = [new(1, 0, 1, 0), new(0, 0, 1, 0), new(1, 1, 1, 0)];
        Assert.Equal([3, 1, 1], Sampler.Draw(three, settings, [0.9f, 0.9f, 0.9f]));
    }

    private static long Draw(SamplingSettings settings, float uniform)
    {
        using torch.Tensor logits = torch.tensor(Probabilities).log().unsqueeze(0);
        return Assert.Single(Sampler.Draw(logits, [settings], [uniform]));
    }
}
