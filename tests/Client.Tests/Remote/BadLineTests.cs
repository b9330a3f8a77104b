using System.Net;
using System.Text.Json;
using JanusCluster.Client.Cli;
using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Client.Tests.Cli;
using JanusCluster.Client.Tests.OpenAi;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>Commands over a line that breaks while they run.</summary>
public sealed class BadLineTests(JanusServer server) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3), Pause = TimeSpan.FromMilliseconds(300);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bulk_LineThatBreaksAgainAndAgain_MakesAllOfIt()
    {
        (Uri address, string key) = await server.GetAsync();
        await using var proxy = new CuttingProxy(address);
        await File.WriteAllLinesAsync(_folder["in.txt"], Enumerable.Range(0, 40).Select(i => $"picture {i} of {Guid.NewGuid()}"), TestContext.Current.CancellationToken);
        using var interruption = new Interruption(() => { });
        Task<CommandRun> bulk = RemoteRun.StartAsync(
            interruption, "", "bulk", _folder["in.txt"], "--out", _folder["out"], "--endpoint", proxy.Address.AbsoluteUri, "--key", key);
        // The first look at the front is the one that is not repeated.
        while (!bulk.IsCompleted && !Directory.Exists(_folder["out"]))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        int cuts = 0;
        while (cuts < 8 && !bulk.IsCompleted)
        {
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
            cuts += proxy.Cut();
        }

        CommandRun run = await bulk.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.True(cuts > 0);
        Assert.Contains("40 images, 0 errors", run.Results, StringComparison.Ordinal);
        Assert.Equal(40, File.ReadAllLines(_folder["out/manifest.jsonl"]).Length);
    }

    [Fact]
    public async Task Chat_LineThatBreaks_AsksOnceAndKeepsTheConversation()
    {
        (Uri address, string key) = await server.GetAsync();
        await using var proxy = new CuttingProxy(address);
        string id = ResponseId.NewConversation();
        string[] over = ["--conversation", id, "--endpoint", proxy.Address.AbsoluteUri, "--key", key];
        using var interruption = new Interruption(() => { });
        Task<CommandRun> asked = RemoteRun.StartAsync(interruption, "", ["chat", "Tell me all.", "--max-tokens", "3000", "--temperature", "1", .. over]);
        while (!asked.IsCompleted && (await ReadQuestionsAsync(id)).Length == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        proxy.Cut();
        CommandRun run = await asked.WaitAsync(Limit, TestContext.Current.CancellationToken);
        // It came whole before the cut, or the front gave it up when nobody listened any more.
        Assert.True(run.Code is ExitCode.Success or ExitCode.Interrupted, run.Notes);

        CommandRun next = await RemoteRun.StartAsync(interruption, "", ["chat", "Go on.", "--max-tokens", "4", .. over]);
        Assert.True(next.Code == ExitCode.Success, next.Notes);
        Assert.Equal("Go on.", (await ReadQuestionsAsync(id))[^1]);
        // The second turn, and there is no third: the first question was asked once.
        using HttpClient client = await server.CreateClientAsync();
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.NotFound],
            await Task.WhenAll(new[] { 2, 3 }.Select(async turn =>
            {
                using HttpResponseMessage answer = await client.GetAsync($"v1/responses/resp_{id["conv_".Length..]}_{turn}", TestContext.Current.CancellationToken);
                return answer.StatusCode;
            })));
    }

    private async Task<string[]> ReadQuestionsAsync(string id)
    {
        using HttpClient client = await server.CreateClientAsync();
        using HttpResponseMessage answer = await client.GetAsync($"v1/conversations/{id}/items?order=asc", TestContext.Current.CancellationToken);
        if (!answer.IsSuccessStatusCode)
            return [];
        using JsonDocument items = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return
        [
            .. items.RootElement.GetProperty("data").EnumerateArray().Where(item => item.GetProperty("role").GetString() == "user")
                .Select(item => item.GetProperty("content")[0].GetProperty("text").GetString()!),
        ];
    }
}
