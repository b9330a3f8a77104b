using System.Text.Json;
using JanusCluster.Bench.Cli;

namespace JanusCluster.EndToEnd.Tests.Faults;

/// <summary>Whole clusters under faults keep what they promise, and the checker finds what deliberate mistakes break.</summary>
public sealed class FaultCampaignTests
{
    private static bool IsLong => Environment.GetEnvironmentVariable("JANUS_LONG_TESTS") is { Length: > 0 };

    [Fact]
    public void Faults_FixedSeeds_BreakNothing()
    {
        JsonElement result = Run(IsLong ? "--runs 60 --seed 1" : "--runs 2 --seed 21 --seconds 6", exitCode: 0);
        Assert.Equal(0, result.GetProperty("violations").GetInt32());
        Assert.True(result.GetProperty("items").GetInt32() > 0 && result.GetProperty("turns").GetInt32() > 0);
        Assert.All(
            (string[])["runs", "seed", "made_codes", "redone_codes", "kills", "redone_for_kills", "kill_bound", "redone_for_drains"],
            field => Assert.True(result.TryGetProperty(field, out _), field));
    }

    [Theory]
    [InlineData("no-fence", "stale-write")]
    [InlineData("ack-before-durable", "lost")]
    [InlineData("double-deliver", "blob-orphan")]
    public void Faults_DeliberateMistake_IsFound(string bug, string rule)
    {
        JsonElement result = Run($"--bug {bug} --runs 20 --seed 1 --seconds 6", exitCode: 1);
        Assert.Contains(rule, result.GetProperty("violated").EnumerateArray().Select(violated => violated.GetString()));
    }

    private static JsonElement Run(string arguments, int exitCode)
    {
        using StringWriter results = new(), notes = new();
        int code = BenchCommandLine.Run($"faults --json {arguments}".Split(' '), results, notes);
        Assert.True(code == exitCode, notes.ToString());
        return JsonDocument.Parse(results.ToString()).RootElement.Clone();
    }
}
