using JanusCluster.Hosting.Settings;
using JanusCluster.Silo.Hosting;
using Microsoft.Extensions.Configuration;

namespace JanusCluster.Silo.Tests.Hosting;

public sealed class SiloSettingsTests
{
    private static SiloSettings Read(params (string Key, string? Value)[] settings) => SettingsSection.Read<SiloSettings>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build(),
        SiloSettings.Section);

    [Fact]
    public void Read_ShippedFile_SaysWhatTheDefaultsAre()
    {
        IConfiguration file = new ConfigurationBuilder().AddJsonFile(ShippedFile()).Build();
        Assert.Equal(new SiloSettings(), SettingsSection.Read<SiloSettings>(file, SiloSettings.Section));
    }

    [Fact]
    public void Read_ModelSettings_AreTaken()
    {
        SiloSettings settings = Read(
            ("Silo:Name", "gpu-1"), ("silo:model:path", "/models/x"), ("Silo:Model:MaxImages", "12"), ("Silo:Model:Deterministic", "true"),
            ("Silo:FailureDetection:ProbeTimeout", "00:00:00.5"), ("Silo:Blobs:Kind", "file"));
        Assert.Equal(("gpu-1", "/models/x", 12, true), (settings.Name, settings.Model!.Path, settings.Model.MaxImages, settings.Model.Deterministic));
        Assert.Equal(TimeSpan.FromMilliseconds(500), settings.FailureDetection.ProbeTimeout);
    }

    [Theory]
    [InlineData("Silo:SiloPort", "abc", "Silo:SiloPort is 'abc', which is not a whole number")]
    [InlineData("Silo:SiloPort", "70000", "Silo:SiloPort must be between")]
    [InlineData("Silo:SiloPort", "", "Silo:SiloPort is ''")]
    [InlineData("Silo:GatewayPort", "11111", "Silo:GatewayPort: It must be another port than Silo:SiloPort")]
    [InlineData("Silo:HttpPort", "30000", "Silo:HttpPort: It must be another port than Silo:SiloPort and Silo:GatewayPort")]
    [InlineData("Silo:HttpAddress", "localhost", "Silo:HttpAddress: 'localhost' is no IP address")]
    [InlineData("Silo:OtlpEndpoint", "collector:4317", "Silo:OtlpEndpoint: 'collector:4317' is no address such as")]
    [InlineData("Silo:RedisConection", "x", "There is no setting Silo:RedisConection")]
    [InlineData("Silo:RedisConnection", "", "Silo:RedisConnection field is required")]
    [InlineData("Silo:Address", "localhost", "Silo:Address: 'localhost' is no IP address")]
    [InlineData("Silo:Model:Path", "", "Silo:Model:Path field is required")]
    [InlineData("Silo:Model:Path:X", "1", "Silo:Model:Path is one value")]
    [InlineData("Silo:Model:Pat", "/m", "There is no setting Silo:Model:Pat")]
    [InlineData("Silo:Simulated:MaxImages", "0", "Silo:Simulated:MaxImages must be between")]
    [InlineData("Silo:Simulated", "true", "Silo:Simulated has no value of its own")]
    [InlineData("Silo:Simulated:StepMilliseconds", "fast", "Silo:Simulated:StepMilliseconds is 'fast', which is not a number")]
    [InlineData("Silo:DrainTime", "20", "Silo:DrainTime must be between")]
    [InlineData("Silo:FailureDetection:MaxProbeTimeout", "00:00:00.5", "Silo:FailureDetection:MaxProbeTimeout: ")]
    [InlineData("Silo:Scaling:DrainTime", "00:00:10", "Silo:Scaling:KeepTime: It must not be longer than DrainTime")]
    [InlineData("Silo:Blobs:Kind", "Azure", "Silo:Blobs:ConnectionString: ")]
    public void Read_WrongSetting_NamesItAsItIsWritten(string key, string value, string message)
    {
        var error = Assert.Throws<SettingsException>(() => Read((key, value)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Single(error.Message.Split('\n'));
    }

    [Fact]
    public void Read_TwoModels_AreOneTooMany()
    {
        var error = Assert.Throws<SettingsException>(() => Read(("Silo:Model:Path", "/m"), ("Silo:Simulated:Name", "s")));
        Assert.StartsWith("Silo:Simulated: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("cuda:1", "bf16", "cuda:1/bf16")]
    [InlineData("cuda:1", null, "cuda:1/auto")]
    public void Metadata_RealModel_TellsWhatIsKnownBeforeItIsLoaded(string? device, string? dtype, string? numerics)
    {
        var settings = new SiloSettings { Model = new ModelSettings { Path = "/models/Janus-Pro-1B/", Device = device, Dtype = dtype } };
        Dictionary<string, string> metadata = SiloRoles.Of(settings);
        Assert.Equal(("Janus-Pro-1B", numerics), (metadata[SiloRoles.Model], metadata.GetValueOrDefault(SiloRoles.Numerics)));
        Assert.Equal([SiloRoles.Control], SiloRoles.Of(new SiloSettings()).Keys);
    }

    private static string ShippedFile()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "src", "Silo", "appsettings.json");
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException("src/Silo/appsettings.json is not above the test's folder.");
    }
}
