using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Checkpoints;

namespace JanusCluster.Model.Tests.Configuration;

public sealed class JanusConfigWriterTests
{
    [Theory]
    [InlineData("nano")]
    [InlineData("tiny")]
    [InlineData("1b")]
    [InlineData("7B")]
    public void ToJson_Preset_ReadsBackEqual(string name)
    {
        JanusConfig config = Presets.Find(name)!.Config;
        Assert.Equal(config, WriteAndRead(config));
    }

    [Fact]
    public void ToJson_EveryFieldUnusual_ReadsBackEqual()
    {
        JanusConfig config = Presets.Nano.Config with
        {
            Language = Presets.Nano.Config.Language with { KeyValueHeads = 2, HeadDim = 48, RopeTheta = 5e5, RmsNormEpsilon = 1e-5, TieWordEmbeddings = true },
            Vision = Presets.Nano.Config.Vision with { SelectLayer = -2, MlpRatio = 3.7362 },
            Aligner = new ProjectorConfig(ProjectorKind.Linear, 128, 256, 1),
            GenHead = Presets.Nano.Config.GenHead with { EmbedSize = 96 },
        };
        Assert.Equal(config, WriteAndRead(config));
    }

    [Fact]
    public void ToJson_PublishedSizes_NamesThePublishedTower() => Assert.Equal(
        "siglip_large_patch16_384",
        JanusConfigWriter.ToJson(Presets.Pro1B.Config)["vision_config"]!["params"]!["model_name"]!.GetValue<string>());

    private static JanusConfig WriteAndRead(JanusConfig config)
    {
        using var folder = new TempFolder();
        folder.Write("config.json", JanusConfigWriter.ToJson(config).ToJsonString());
        return JanusConfigReader.Read(folder.Path);
    }
}
