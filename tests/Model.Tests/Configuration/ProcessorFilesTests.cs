using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Checkpoints;
using JanusCluster.Model.Tests.Golden;

namespace JanusCluster.Model.Tests.Configuration;

public sealed class ProcessorFilesTests
{
    private static readonly VisionConfig Vision = Presets.Tiny.Config.Vision;

    [Fact]
    public void Read_GoldenFiles_AgreeWithTheVisionTower()
    {
        VisionConfig vision = JanusConfigReader.Read(GoldenFolder.Path).Vision;
        PreprocessorConfig preprocessor = PreprocessorConfigReader.Read(GoldenFolder.Path, vision);
        Assert.Equal(vision.ImageSize, preprocessor.ImageSize);
        Assert.Equal(3, preprocessor.Mean.Count);
        Assert.Equal(vision.Patches, ProcessorConfig.Read(GoldenFolder.Path, vision).NumImageTokens);
    }

    [Fact]
    public void Read_NoFiles_GivesDefaultsAtTheTowersSize()
    {
        using var folder = new TempFolder();
        Assert.Equal(new PreprocessorConfig { ImageSize = 96 }, PreprocessorConfigReader.Read(folder.Path, Vision));
        Assert.Equal(new ProcessorConfig { NumImageTokens = 36 }, ProcessorConfig.Read(folder.Path, Vision));
    }

    [Fact]
    public void Read_TransformersLayout_TakesSizeFromHeightAndWidth()
    {
        using var folder = new TempFolder();
        folder.Write("preprocessor_config.json", """{ "size": { "height": 96, "width": 96 }, "do_normalize": false }""");
        Assert.False(PreprocessorConfigReader.Read(folder.Path, Vision).Normalize);
    }

    [Theory]
    [InlineData("preprocessor_config.json", """{ "image_size": 384 }""", "image_size")]
    [InlineData("preprocessor_config.json", """{ "size": { "height": 96, "width": 48 } }""", "size.width")]
    [InlineData("preprocessor_config.json", """{ "image_mean": [0.5, 0.5] }""", "image_mean")]
    [InlineData("preprocessor_config.json", """{ "image_std": [0.5, 0, 0.5] }""", "image_std")]
    [InlineData("preprocessor_config.json", """{ "rescale_factor": -1 }""", "rescale_factor")]
    [InlineData("processor_config.json", """{ "num_image_tokens": 576 }""", "num_image_tokens")]
    [InlineData("processor_config.json", """{ "sft_format": 3 }""", "sft_format")]
    public void Read_ValueOutOfRange_NamesFileAndField(string file, string json, string field)
    {
        using var folder = new TempFolder();
        folder.Write(file, json);
        CheckpointException e = Assert.Throws<CheckpointException>(() =>
        {
            PreprocessorConfigReader.Read(folder.Path, Vision);
            ProcessorConfig.Read(folder.Path, Vision);
        });
        Assert.Contains($"{file}: {field}", e.Message, StringComparison.Ordinal);
    }
}
