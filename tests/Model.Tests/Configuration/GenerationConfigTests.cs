using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Tests.Configuration;

public sealed class GenerationConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("janus-generation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""{"guidance_scale": 3, "temperature": 0.8}""", 3, 0.8)]
    [InlineData("""{"guidance_scale": 3.5}""", 3.5, 1)]
    // A temperature without guidance is about text.
    [InlineData("""{"temperature": 0.6, "top_p": 0.95}""", 5, 1)]
    [InlineData("{}", 5, 1)]
    public void Read_File_GivesWhatItSays(string json, double guidance, double temperature)
    {
        Write(json);
        Assert.Equal(new GenerationConfig { GuidanceScale = guidance, Temperature = temperature }, GenerationConfig.Read(_folder));
    }

    [Fact]
    public void Read_NoFile_GivesTheReference() => Assert.Equal(new GenerationConfig(), GenerationConfig.Read(_folder));

    [Theory]
    [InlineData("""{"guidance_scale": 0.5}""", "guidance_scale")]
    [InlineData("""{"guidance_scale": "high"}""", "guidance_scale")]
    [InlineData("""{"guidance_scale": 3, "temperature": -1}""", "temperature")]
    public void Read_FieldOutOfRange_IsNamed(string json, string field)
    {
        Write(json);
        Assert.Contains(field, Assert.Throws<CheckpointException>(() => GenerationConfig.Read(_folder)).Message, StringComparison.Ordinal);
    }

    private void Write(string json) => File.WriteAllText(Path.Combine(_folder, GenerationConfig.FileName), json);
}
