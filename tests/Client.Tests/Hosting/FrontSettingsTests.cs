using JanusCluster.Client.Hosting;
using JanusCluster.Hosting.Processes;
using JanusCluster.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace JanusCluster.Client.Tests.Hosting;

public sealed class FrontSettingsTests
{
    private static FrontSettings Read(params (string Key, string? Value)[] settings) => SettingsSection.Read<FrontSettings>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build(),
        FrontSettings.Section);

    [Fact]
    public void Read_NothingConfigured_IsTheDefaults() => Assert.Equal(new FrontSettings(), Read());

    [Fact]
    public void Read_ShippedFile_SaysWhatTheDefaultsAre()
    {
        IConfiguration file = new ConfigurationBuilder().AddJsonFile(ShippedFile.Of("Client")).Build();
        Assert.Equal(new FrontSettings(), SettingsSection.Read<FrontSettings>(file, FrontSettings.Section));
    }

    [Theory]
    [InlineData("Front:Delivery:Paralelism", "4", "There is no setting Front:Delivery:Paralelism")]
    [InlineData("Front:Delivery:Parallelism", "many", "Front:Delivery:Parallelism is 'many'")]
    [InlineData("Front:Delivery:Parallelism", "0", "Front:Delivery:Parallelism must be between")]
    [InlineData("Front:Delivery", "4", "Front:Delivery has no value of its own")]
    [InlineData("Front:ClusterId:Name", "x", "Front:ClusterId is one value")]
    [InlineData("Front:RedisConnection", "a:1,pasword=secret", "Front:RedisConnection: ")]
    [InlineData("Front:ResponseTimeout", "30", "Front:ResponseTimeout must be between")]
    [InlineData("Front:Blobs:Kind", "Ftp", "Front:Blobs:Kind is 'Ftp', which is not one of File, Azure")]
    [InlineData("front:delivery:finishtime", "soon", "front:delivery:finishtime is 'soon', which is not a time")]
    public void Read_WrongSetting_NamesItAsItIsWritten(string key, string value, string message)
    {
        var error = Assert.Throws<SettingsException>(() => Read((key, value)));
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Single(error.Message.Split('\n'));
    }

    [Theory]
    [InlineData("--redis", "--redis")]
    [InlineData("--Front:Name", "needs a value")]
    [InlineData("Front:Name=x", "Front:Name")]
    public void Check_ArgumentThatIsNoSetting_IsRefused(string argument, string message)
    {
        var error = Assert.Throws<SettingsException>(() => ServiceArguments.Check([argument], FrontSettings.Section));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Settings_AreTaken() =>
        ServiceArguments.Check(["--Front:Name=x", "--front:delivery:parallelism", "2", "--Logging:LogLevel:Default=Debug"], "Front", "Logging");
}
