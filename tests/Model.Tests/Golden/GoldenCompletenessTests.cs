using System.Text.RegularExpressions;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>Every recorded tensor is checked, or fed in, by some test: a new kind of golden must not go unnoticed.</summary>
public sealed class GoldenCompletenessTests
{
    /// <summary>Image preparation, token ids and batches have their tests beside the code that makes them.</summary>
    private const string Preparation = @"(img|ids|proc|batch)\..+";

    private static readonly string[] Claims =
    [
        Preparation,
        VisionGoldenTests.Claim,
        EmbeddingGoldenTests.Claim,
        LanguageGoldenTests.Claim,
        GreedyGoldenTests.Claim,
        ImageGoldenTests.Claim,
        VqGoldenTests.Claim,
        VqTrainingGoldenTests.Claim,
        UnitGoldenTests.Claim,
        Bf16GoldenTests.Claim,
    ];

    [Fact]
    public void Names_EachGolden_IsClaimedByOneGroup()
    {
        Assert.NotEmpty(GoldenTensors.Names);
        Assert.All(GoldenTensors.Names, name => Assert.Single(Claims, claim => Regex.IsMatch(name, $"^({claim})$")));
    }

    [Fact]
    public void Names_DescriptionAndFile_HoldTheSameTensors() =>
        Assert.All(GoldenTensors.Names, name => Assert.True(GoldenTensors.Has(name), name));
}
