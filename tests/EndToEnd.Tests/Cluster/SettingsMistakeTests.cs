using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Cluster;

/// <summary>What is wrong with the settings of a silo or a front is one line that names it.</summary>
public sealed class SettingsMistakeTests
{
    [Theory]
    [InlineData("Silo:SiloPort is 'abc'", "JanusCluster.Silo.dll", "--Silo:SiloPort=abc")]
    [InlineData("There is no setting Silo:Bogus", "JanusCluster.Silo.dll", "--Silo:Bogus", "1")]
    [InlineData("There is no option --redis", "JanusCluster.Silo.dll", "--redis=x")]
    [InlineData("Front:Delivery:Parallelism must be", "JanusCluster.Client.dll", "serve", "--Front:Delivery:Parallelism=0")]
    [InlineData("There is no option --redis", "JanusCluster.Client.dll", "serve", "--redis=x")]
    public async Task Start_WrongArgument_IsNamedInOneLine(string named, params string[] command) =>
        AssertOneLine(named, await RunAsync(command, []));

    [Theory]
    [InlineData("Silo:Model:Path field is required", "Silo__Model__Path", "", "JanusCluster.Silo.dll")]
    [InlineData("Silo:Simulated:Steps", "Silo__Simulated__Steps", "1", "JanusCluster.Silo.dll")]
    [InlineData("Front:Blobs:Kind is 'Ftp'", "Front__Blobs__Kind", "Ftp", "JanusCluster.Client.dll", "serve")]
    [InlineData("Front:Blobs:Kind is 'Ftp'", "Front__Blobs__Kind", "Ftp", "JanusCluster.Client.dll", "cluster", "status")]
    [InlineData("Silo:DrainTime must be", "Silo__DrainTime", "20", "JanusCluster.Standalone.dll", "cluster", "up", "--simulated", "--data", "unused")]
    public async Task Start_WrongEnvironment_IsNamedInOneLine(string named, string name, string value, params string[] command) =>
        AssertOneLine(named, await RunAsync(command, new() { [name] = value }));

    private static async Task<CommandRun> RunAsync(string[] command, Dictionary<string, string> environment)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("janus-e2e-");
        try
        {
            return await CommandRun.RunAsync(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, command[0]), .. command[1..]], folder.FullName, TimeSpan.FromMinutes(1), environment);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertOneLine(string named, CommandRun run)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(named, Assert.Single(run.Error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }
}
