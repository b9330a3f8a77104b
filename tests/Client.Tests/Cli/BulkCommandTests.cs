using System.Text.Json;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Tests.Cli;

public sealed class BulkCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeCluster _cluster = new();

    public void Dispose() => _folder.Dispose();

    private string Out => _folder["out"];

    private string[] Manifest => File.ReadAllLines(_folder["out/manifest.jsonl"]);

    private Task<CommandRun> RunAsync(params string[] lines)
    {
        File.WriteAllLines(_folder["in.jsonl"], lines);
        return CommandRun.StartAsync(_cluster, "bulk", _folder["in.jsonl"], "--out", Out);
    }

    private static string Line(string id, string prompt = "p") => JsonSerializer.Serialize(new { custom_id = id, prompt });

    private IEnumerable<string> Made() => _cluster.Jobs.Values.SelectMany(job => job.Requests).Select(request => request.CustomId);

    [Fact]
    public async Task Bulk_TwentyLinesOneBad_NineteenImagesOneErrorExitZero()
    {
        string[] lines = [.. Enumerable.Range(1, 20).Select(i => i == 8 ? "{bad" : Line($"item {i}", $"prompt {i}"))];

        CommandRun run = await RunAsync(lines);

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Contains("19 images, 1 error", run.Results, StringComparison.Ordinal);
        Assert.Equal(19, Manifest.Length);
        JsonElement error = JsonDocument.Parse(Assert.Single(File.ReadAllLines(_folder["out/errors.jsonl"]))).RootElement;
        Assert.Equal((8, "invalid_request"), (error.GetProperty("line").GetInt32(), error.GetProperty("code").GetString()));
        JsonElement first = JsonDocument.Parse(Manifest[0]).RootElement;
        Assert.Equal(
            ["custom_id", "image", "prompt", "seed", "settings", "model", "model_hash", "file", "sha256", "seconds", "finished_at"],
            first.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Bulk_RunAgain_SubmitsAndWritesNothingTwice()
    {
        string[] lines = [Line("a"), Line("b", "impossible"), "{bad"];
        await RunAsync(lines);
        string[] manifest = Manifest, errors = File.ReadAllLines(_folder["out/errors.jsonl"]);
        File.SetLastWriteTimeUtc(_folder["out/a-0.png"], DateTime.UnixEpoch);

        CommandRun again = await RunAsync(lines);

        Assert.Equal(ExitCode.Success, again.Code);
        Assert.Equal(manifest, Manifest);
        Assert.Equal(errors, File.ReadAllLines(_folder["out/errors.jsonl"]));
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(_folder["out/a-0.png"]));
        Assert.Equal(1, _cluster.Jobs.Values.Sum(job => job.Submissions));
    }

    [Fact]
    public async Task Bulk_InterruptedAndRunAgain_GoesOnWithTheSameJob()
    {
        File.WriteAllLines(_folder["in.jsonl"], Enumerable.Range(0, 6).Select(i => Line($"i{i}")));
        using (var interruption = new Interruption(() => { }))
        {
            int made = 0;
            _cluster.BeforeItem = () =>
            {
                if (++made == 4)
                    interruption.Raise();
            };
            CommandRun stopped = await CommandRun.StartAsync(_cluster, interruption, "", "bulk", _folder["in.jsonl"], "--out", Out);
            Assert.Equal(ExitCode.Interrupted, stopped.Code);
            Assert.Contains("3 of 6 images", stopped.Notes, StringComparison.Ordinal);
            Assert.Contains("Run the same command again", stopped.Notes, StringComparison.Ordinal);
        }

        string[] before = Manifest;
        _cluster.BeforeItem = null;
        CommandRun resumed = await CommandRun.StartAsync(_cluster, "bulk", _folder["in.jsonl"], "--out", Out);

        Assert.Contains("6 images, 0 errors", resumed.Results, StringComparison.Ordinal);
        Assert.Equal(before, Manifest[..3]);
        Assert.Equal(6, Manifest.Length);
        Assert.Single(_cluster.Jobs);
    }

    [Fact]
    public async Task Bulk_ChangedFile_SubmitsOnlyWhatIsNew()
    {
        await RunAsync(Line("a"), Line("b"));
        CommandRun changed = await RunAsync(Line("a"), Line("b", "another prompt"), Line("c"));

        Assert.Contains("3 images, 0 errors", changed.Results, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "b", "c"], Made().Order());

        CommandRun again = await RunAsync(Line("a"), Line("b", "another prompt"), Line("c"));
        Assert.Contains("3 images, 0 errors", again.Results, StringComparison.Ordinal);
        Assert.Equal(["a", "b", "b", "c"], Made().Order());
        Assert.Equal(4, Manifest.Length);
    }

    [Fact]
    public async Task Bulk_JobWasCancelled_MakesTheRestAsANewJob()
    {
        string[] lines = [Line("a"), Line("b")];
        _cluster.BeforeItem = () =>
        {
            if (Directory.Exists(Out) && Manifest.Length == 1)
                _ = _cluster.Jobs.Values.Single(job => job.Submissions > 0).CancelAsync();
        };
        CommandRun cancelled = await RunAsync(lines);
        Assert.Equal(ExitCode.Failure, cancelled.Code);
        Assert.Contains("cancelled", cancelled.Notes, StringComparison.Ordinal);

        _cluster.BeforeItem = null;
        CommandRun again = await RunAsync(lines);

        Assert.Equal(ExitCode.Success, again.Code);
        Assert.Contains("2 images, 0 errors", again.Results, StringComparison.Ordinal);
        Assert.Equal(["b-0.png", "a-0.png"], Directory.EnumerateFiles(Out, "*.png").Select(Path.GetFileName).OrderDescending());
    }

    [Fact]
    public async Task Bulk_OnlyBadLines_Fails()
    {
        CommandRun run = await RunAsync("{bad", "[]");
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains("0 images, 2 errors", run.Results, StringComparison.Ordinal);
        Assert.Empty(_cluster.Jobs);
    }

    [Fact]
    public async Task Bulk_EmptyFile_SaysSo()
    {
        CommandRun run = await RunAsync("", " ");
        Assert.Equal((ExitCode.Failure, 0), (run.Code, _cluster.Connections));
        Assert.Contains("holds no prompts", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulk_ManyPages_ExportsEveryItemOnce()
    {
        CommandRun run = await RunAsync([.. Enumerable.Range(0, 2 * JobLimits.ItemsPerShard + 3).Select(i => Line($"i{i}"))]);
        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal(Manifest.Length, Manifest.Distinct().Count());
        Assert.Equal((2 * JobLimits.ItemsPerShard) + 3, Manifest.Length);
    }
}
