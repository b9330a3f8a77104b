using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine;

public sealed class CounterRandomTests
{
    /// <summary>Known answers of Philox4x32-10, from the authors' Random123 distribution (kat_vectors).</summary>
    [Fact]
    public void Philox_KnownAnswers_Match()
    {
        Assert.Equal(
            (0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u),
            CounterRandom.Philox((0, 0, 0, 0), (0, 0)));
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            CounterRandom.Philox((uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue), (uint.MaxValue, uint.MaxValue)));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            CounterRandom.Philox((0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), (0xa4093822, 0x299f31d0)));
    }

    [Fact]
    public void Uniform_ManySeedsAndSteps_IsFlatAndInRange()
    {
        float[] draws = [.. Enumerable.Range(0, 200).SelectMany(seed => Enumerable.Range(0, 200).Select(step => CounterRandom.Uniform(seed, step)))];

        Assert.All(draws, u => Assert.InRange(u, 0f, 0.99999994f));
        Assert.InRange(draws.Average(), 0.495f, 0.505f);
        int[] buckets = new int[16];
        foreach (float u in draws)
            buckets[(int)(u * 16)]++;
        Assert.All(buckets, count => Assert.InRange(count, 2300, 2700));
    }

    [Fact]
    public void Uniform_SameKey_SameNumber()
    {
        Assert.Equal(CounterRandom.Uniform(7, 3), CounterRandom.Uniform(7, 3));
        Assert.NotEqual(CounterRandom.Uniform(7, 3), CounterRandom.Uniform(7, 4));
        Assert.NotEqual(CounterRandom.Uniform(7, 3), CounterRandom.Uniform(8, 3));
    }
}
