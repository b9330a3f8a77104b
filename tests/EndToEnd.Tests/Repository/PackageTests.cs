using System.Text.Json;

namespace JanusCluster.EndToEnd.Tests.Repository;

/// <summary>The packages that the project is built on are direct references, and the device swaps one of them only.</summary>
public sealed class PackageTests
{
    [Theory]
    [InlineData("Silo", "Microsoft.Orleans.Server")]
    [InlineData("Silo", "Microsoft.Orleans.Clustering.Redis")]
    [InlineData("Silo", "StackExchange.Redis")]
    [InlineData("Storage", "Azure.Storage.Blobs")]
    public async Task Project_Package_IsADirectReference(string project, string package) =>
        Assert.Contains(package, await PackagesAsync(project, "cpu"));

    [Fact]
    public async Task TorchDevice_Cuda_SwapsOnePackage()
    {
        string[] cpu = await PackagesAsync("Model", "cpu"), cuda = await PackagesAsync("Model", "cuda");
        Assert.Equal(["TorchSharp-cpu"], cpu.Except(cuda));
        Assert.Equal(["TorchSharp-cuda-linux"], cuda.Except(cpu));
    }

    [Fact]
    public async Task TorchDevice_Unknown_IsRefusedByName()
    {
        CommandRun run = await CommandRun.RunAsync(
            "dotnet", ["msbuild", RepositoryRoot.Of("src", "Model", "Model.csproj"), "-t:CheckTorchDevice", "-p:TorchDevice=tpu"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("TorchDevice is 'tpu'", run.Output, StringComparison.Ordinal);
    }

    private static async Task<string[]> PackagesAsync(string project, string device)
    {
        CommandRun run = await CommandRun.RunAsync("dotnet",
            ["msbuild", RepositoryRoot.Of("src", project, $"{project}.csproj"), "-getItem:PackageReference", $"-p:TorchDevice={device}"]);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        using var json = JsonDocument.Parse(run.Output);
        return [.. json.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!)];
    }
}
