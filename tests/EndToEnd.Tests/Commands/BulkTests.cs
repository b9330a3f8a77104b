using System.Diagnostics;
using System.Text.Json;
using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Commands;

public sealed class BulkTests : IDisposable
{
    private readonly Janus _janus = new();

    [Fact]
    public async Task Bulk_OneBadLine_MakesTheOthersAndNamesIt()
    {
        WriteRequests(20, bad: 12);
        CommandRun run = await _janus.RunAsync("bulk", "prompts.jsonl", "--out", "out");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("19 images, 1 error", run.Output, StringComparison.Ordinal);
        AssertComplete(19);
        Assert.Equal(12, Assert.Single(_janus.JsonLines("out", "errors.jsonl")).GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Bulk_KilledHalfWay_GoesOnAndKeepsWhatWasFinished()
    {
        WriteRequests(40, bad: 12);
        using (Process process = _janus.Start(out _, "bulk", "prompts.jsonl", "--out", "out"))
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (Manifest().Count < 4)
            {
                Assert.False(process.HasExited, "It ended before it could be killed.");
                await Task.Delay(20, limit.Token);
            }

            process.Kill(); // SIGKILL
            await process.WaitForExitAsync(limit.Token);
        }

        Dictionary<string, string?> before = Manifest();
        Assert.InRange(before.Count, 4, 38);
        CommandRun run = await _janus.RunAsync("bulk", "prompts.jsonl", "--out", "out");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        AssertComplete(39);
        Dictionary<string, string?> after = Manifest();
        Assert.All(before, line => Assert.Equal(line.Value, after[line.Key]));
        Assert.Single(_janus.JsonLines("out", "errors.jsonl"));

        CommandRun again = await _janus.RunAsync("bulk", "prompts.jsonl", "--out", "out");
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(after, Manifest());
    }

    [Fact]
    public async Task Bulk_TextFile_TakesOnePromptALine()
    {
        File.WriteAllText(_janus.PathOf("prompts.txt"), "a cat\n\na dog\n");
        CommandRun run = await _janus.RunAsync("bulk", "prompts.txt", "--out", "out");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        AssertComplete(2);
    }

    public void Dispose() => _janus.Dispose();

    private void WriteRequests(int lines, int bad) => File.WriteAllLines(
        _janus.PathOf("prompts.jsonl"),
        Enumerable.Range(1, lines).Select(i => i == bad
            ? "{\"custom_id\": \"broken\", \"prompt\": "
            : $$"""{"custom_id": "item-{{i}}", "prompt": "picture number {{i}}", "seed": {{i}}}"""));

    private void AssertComplete(int images)
    {
        IReadOnlyList<JsonElement> manifest = _janus.JsonLines("out", "manifest.jsonl");
        Assert.Equal(images, manifest.Count);
        Assert.Equal(images, manifest.Select(line => line.GetProperty("custom_id").GetString()).Distinct().Count());
        Assert.Equal(images, Directory.GetFiles(_janus.PathOf("out"), "*.png").Length);
    }

    /// <summary>finished_at of each custom_id; a line that is just being written is not counted.</summary>
    private Dictionary<string, string?> Manifest()
    {
        try
        {
            return _janus.JsonLines("out", "manifest.jsonl").ToDictionary(
                line => line.GetProperty("custom_id").GetString()!, line => line.GetProperty("finished_at").GetString());
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return [];
        }
    }
}
