using System.Text.Json;
using JanusCluster.Bench.Cli;

namespace JanusCluster.EndToEnd.Tests.Faults;

/// <summary>
/// Whole clusters under faults keep what they promise, and the checker finds what deliberate mistakes break. Runs alone: a
/// cluster is many processes.
/// </summary>
[Collection(nameof(FaultCampaignTests))]
[CollectionDefinition(nameof(FaultCampaignTests), DisableParallelization = true)]
public sealed class FaultCampaignTests
{
    [Theory]
    [InlineData(9)] // Calls twice and late, failing blobs, a frozen silo whose leases run out, kills of a silo and of a front.
    [InlineData(32)] // Calls twice and late, failing blobs, kills of a model silo, a control silo and the scheduler's, a drain.
    public void Faults_FixedSeed_BreaksNothing(int seed)
    {
        JsonElement result = Run($"--runs 1 --seed {seed} --seconds 6", exitCode: 0);
        Assert.Equal(0, result.GetProperty("violations").GetInt32());
        Assert.True(result.GetProperty("items").GetInt32() > 0 && result.GetProperty("turns").GetInt32() > 0);
        Assert.All(
            (string[])["runs", "seed", "made_codes", "redone_codes", "kills", "redone_for_kills", "kill_bound", "redone_for_drains"],
            field => Assert.True(result.TryGetProperty(field, out _), field));
    }

    [Theory]
    [InlineData("no-fence", 7, "stale-write finished-twice")]
    [InlineData("ack-before-durable", 32, "lost transcript")]
    [InlineData("double-deliver", 7, "blob-orphan")]
    public void Faults_DeliberateMistake_IsFound(string bug, int seed, string rules)
    {
        JsonElement result = Run($"--bug {bug} --runs 20 --seed {seed} --seconds 6", exitCode: 1);
        string?[] violated = [.. result.GetProperty("violated").EnumerateArray().Select(rule => rule.GetString())];
        Assert.NotEmpty(violated.Intersect(rules.Split(' ')));
    }

    [Fact]
    public void Faults_LongCampaign_BreaksNothing()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("JANUS_LONG_TESTS") is { Length: > 0 }, "The long campaign runs with ./test.sh --long.");
        Assert.Equal(0, Run("--runs 60 --seed 1", exitCode: 0).GetProperty("violations").GetInt32());
    }

    private static JsonElement Run(string arguments, int exitCode)
    {
        using StringWriter results = new(), notes = new();
        int code = BenchCommandLine.Run($"faults --json {arguments}".Split(' '), results, notes);
        Assert.True(code == exitCode, notes.ToString());
        return JsonDocument.Parse(results.ToString()).RootElement.Clone();
    }
}
