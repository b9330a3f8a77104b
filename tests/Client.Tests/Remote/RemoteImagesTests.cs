using System.Text.Json;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cli;
using JanusCluster.Client.Tests.OpenAi;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>generate, bulk and jobs over HTTP.</summary>
public sealed class RemoteImagesTests(JanusServer server) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private int Pictures => Directory.Exists(_folder["out"]) ? Directory.GetFiles(_folder["out"], "*.png").Length : 0;

    [Fact]
    public async Task Generate_SameSeedTwice_SamePictures()
    {
        string[] command = ["generate", "a red circle", "-n", "2", "--seed", "7", "--out"];
        CommandRun run = await RemoteRun.StartAsync(server, [.. command, _folder["out"]]);
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains("2 images, 0 errors", run.Results, StringComparison.Ordinal);
        Assert.Equal(2, Pictures);
        Assert.True(File.Exists(_folder["out/index.html"]));
        JsonElement line = JsonDocument.Parse(File.ReadAllLines(_folder["out/manifest.jsonl"])[0]).RootElement;
        Assert.Equal(("a red circle", 7), (line.GetProperty("prompt").GetString(), line.GetProperty("seed").GetInt64()));
        Assert.True(line.GetProperty("seconds").GetDouble() > 0);
        Assert.True(line.GetProperty("finished_at").GetDateTimeOffset().Year > 2000);

        await RemoteRun.StartAsync(server, [.. command, _folder["again"]]);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["out/a-red-circle-s7-1.png"], TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(_folder["again/a-red-circle-s7-1.png"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Bulk_InterruptedAndRunAgain_GoesOnAndMakesEachOnce()
    {
        string[] command = ["bulk", _folder["prompts.jsonl"], "--out", _folder["out"]];
        await File.WriteAllLinesAsync(_folder["prompts.jsonl"], Enumerable.Range(0, 60).Select(i => $$"""{"custom_id": "p{{i}}", "prompt": "picture {{i}} of {{Guid.NewGuid()}}"}""").Append("{}"), TestContext.Current.CancellationToken);
        using (var interruption = new Interruption(() => { }))
        {
            Task<CommandRun> first = RemoteRun.StartAsync(server, interruption, "", command);
            await WaitAsync(() => Pictures >= 3 || first.IsCompleted);
            interruption.Raise();
            CommandRun stopped = await first;
            Assert.True(stopped.Code == ExitCode.Interrupted, stopped.Results + stopped.Notes);
            Assert.Contains("Run the same command again", stopped.Notes, StringComparison.Ordinal);
        }

        CommandRun second = await RemoteRun.StartAsync(server, command);
        Assert.True(second.Code == ExitCode.Success, second.Notes);
        Assert.Contains("Going on with job", second.Notes, StringComparison.Ordinal);
        Assert.Contains("60 images, 1 error", second.Results, StringComparison.Ordinal);
        string[] ids = [.. File.ReadAllLines(_folder["out/manifest.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("custom_id").GetString()!)];
        Assert.Equal(60, ids.Length);
        Assert.Equal(60, ids.Distinct().Count());
        Assert.Equal(60, Pictures);

        CommandRun third = await RemoteRun.StartAsync(server, command);
        Assert.Contains("60 images, 1 error", third.Results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_PauseResumeCancel_ActOnTheRunningJob()
    {
        string name = $"{Guid.NewGuid():N}.txt";
        await File.WriteAllLinesAsync(_folder[name], Enumerable.Range(0, 2_000).Select(i => $"picture {i} of {name}"), TestContext.Current.CancellationToken);
        using var interruption = new Interruption(() => { });
        Task<CommandRun> bulk = RemoteRun.StartAsync(server, interruption, "", "bulk", _folder[name], "--out", _folder["out"]);
        string? job = null;
        await WaitAsync(async () => (job = await FindJobAsync(name)) is not null);

        Assert.Contains($"Job {job} is paused", (await RemoteRun.StartAsync(server, "jobs", "pause", job!)).Results, StringComparison.Ordinal);
        Assert.Contains("paused", (await RemoteRun.StartAsync(server, "jobs", "show", job!)).Results, StringComparison.Ordinal);
        Assert.Contains($"Job {job} is open", (await RemoteRun.StartAsync(server, "jobs", "resume", job!)).Results, StringComparison.Ordinal);
        Assert.Contains("is cancelled", (await RemoteRun.StartAsync(server, "jobs", "cancel", job!)).Results, StringComparison.Ordinal);
        CommandRun ended = await bulk.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.Contains($"Job {job} is cancelled", ended.Notes, StringComparison.Ordinal);
        Assert.Contains("ended already", (await RemoteRun.StartAsync(server, "jobs", "cancel", job!)).Results, StringComparison.Ordinal);
        Assert.Contains("Nothing of job", (await RemoteRun.StartAsync(server, "jobs", "retry", job!)).Results, StringComparison.Ordinal);

        CommandRun unknown = await RemoteRun.StartAsync(server, "jobs", "show", "unknown");
        Assert.Equal((ExitCode.Failure, "There is no job unknown."), (unknown.Code, unknown.Notes.Trim()));
    }

    private async Task<string?> FindJobAsync(string name)
    {
        CommandRun list = await RemoteRun.StartAsync(server, "jobs", "list");
        return list.Results.Split('\n').FirstOrDefault(line => line.Contains(name, StringComparison.Ordinal))?.Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[0];
    }

    private static Task WaitAsync(Func<bool> isSo) => WaitAsync(() => Task.FromResult(isSo()));

    private static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!await isSo())
            await Task.Delay(20, limit.Token);
    }
}
