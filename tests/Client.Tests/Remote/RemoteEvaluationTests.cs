using System.Text.Json;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cli;
using JanusCluster.Client.Tests.OpenAi;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>eval over HTTP.</summary>
public sealed class RemoteEvaluationTests(JanusServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Eval_OverHttp_ScoresEveryTask()
    {
        CommandRun run = await RemoteRun.StartAsync(
            server, "eval", "--prompts", "1", "--questions", "1", "--json", _folder["scores.json"], "--images", _folder["pictures"]);
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        using JsonDocument scores = JsonDocument.Parse(await File.ReadAllTextAsync(_folder["scores.json"], TestContext.Current.CancellationToken));
        Assert.Equal(6, scores.RootElement.GetProperty("text_to_image").GetProperty("overall").GetProperty("n").GetInt32());
        Assert.Equal(5, scores.RootElement.GetProperty("understanding").GetProperty("overall").GetProperty("n").GetInt32());
        Assert.Equal(7, Directory.GetFiles(_folder["pictures"], "*.png").Length);
    }
}
