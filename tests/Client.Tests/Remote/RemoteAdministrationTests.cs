using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cli;
using JanusCluster.Client.Tests.OpenAi;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>tenants and cluster over HTTP, and what goes wrong with keys and addresses.</summary>
public sealed class RemoteAdministrationTests(JanusServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _tenant = $"t{Guid.NewGuid():N}";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tenants_SetShowList_TellWhatIsSet()
    {
        await RunAsync("tenants", "set", _tenant, "--weight", "2.5", "--max-images", "8", "--max-stored-bytes", "9000000000");
        string set = await RunAsync("tenants", "set", _tenant, "--max-images", "none");
        Assert.Contains("2.5", set, StringComparison.Ordinal);
        Assert.Contains("9,000,000,000", set, StringComparison.Ordinal);
        Assert.DoesNotContain("at most 8", set, StringComparison.Ordinal);
        Assert.Equal(set, await RunAsync("tenants", "show", _tenant));
        Assert.Contains(_tenant, (await RunAsync("tenants", "list")).Split('\n'));
    }

    [Fact]
    public async Task Keys_OfATenant_OpenItsOwnJobsUntilTheyAreRevoked()
    {
        string key = (await RunAsync("tenants", "keys", "create", _tenant, "--name", "laptop")).Trim();
        Assert.True(ApiKeyText.TryParse(key, out string id, out _));
        await File.WriteAllTextAsync(_folder["key"], $"{key}\n", TestContext.Current.CancellationToken);
        Assert.Contains("laptop", await RunAsync("tenants", "keys", "list", _tenant), StringComparison.Ordinal);

        CommandRun jobs = await RunWithAsync("--key-file", _folder["key"], "jobs", "list");
        Assert.Equal((ExitCode.Success, "There are no jobs."), (jobs.Code, jobs.Notes.Trim()));
        CommandRun refused = await RunWithAsync("--key", key, "cluster", "status");
        Assert.Equal((ExitCode.Failure, "This key's scope does not allow that."), (refused.Code, refused.Notes.Trim()));

        Assert.Contains("is revoked", await RunAsync("tenants", "keys", "revoke", _tenant, id), StringComparison.Ordinal);
        Assert.Contains("revoked", await RunAsync("tenants", "keys", "list", _tenant), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClusterStatus_OneSilo_ShowsItAndItsQueue()
    {
        string status = await RunAsync("cluster", "status");
        Assert.Contains("active", status, StringComparison.Ordinal);
        Assert.Contains("Queue of janus-nano-random@", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClusterDrain_UnknownSilo_NamesThoseThatThereAre()
    {
        CommandRun run = await RemoteRun.StartAsync(server, "cluster", "drain", "silo-9");
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.StartsWith("There is no silo silo-9; there is ", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs", "list")]
    [InlineData("tenants", "list")]
    [InlineData("generate", "a red circle")]
    public async Task Run_WrongKey_OneClearLine(params string[] args)
    {
        CommandRun run = await RunWithAsync("--key", "jk-wrong", args);
        Assert.Equal((ExitCode.Failure, "The key is not valid: it is misspelt, revoked or has expired."), (run.Code, run.Notes.Trim().Split('\n')[^1]));
    }

    [Fact]
    public async Task Run_NoKey_SaysHowToGiveOne()
    {
        (Uri address, _) = await server.GetAsync();
        using var interruption = new Interruption(() => { });
        CommandRun run = await RemoteRun.StartAsync(interruption, "", "jobs", "list", "--endpoint", $"{address}v1");
        Assert.Equal((ExitCode.Failure, $"{address} asks for a key: give one with --key, --key-file or JANUS_API_KEY."), (run.Code, run.Notes.Trim()));
    }

    [Fact]
    public async Task Run_NobodyListens_OneClearLine()
    {
        using var interruption = new Interruption(() => { });
        CommandRun run = await RemoteRun.StartAsync(interruption, "", "jobs", "list", "--endpoint", "http://127.0.0.1:1", "--key", "k");
        Assert.Equal((ExitCode.Failure, "http://127.0.0.1:1/ does not answer: Connection refused."), (run.Code, run.Notes.Trim()));
    }

    private async Task<string> RunAsync(params string[] args)
    {
        CommandRun run = await RemoteRun.StartAsync(server, args);
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        return run.Results;
    }

    private async Task<CommandRun> RunWithAsync(string option, string value, params string[] args)
    {
        (Uri address, _) = await server.GetAsync();
        using var interruption = new Interruption(() => { });
        return await RemoteRun.StartAsync(interruption, "", [.. args, "--endpoint", address.AbsoluteUri, option, value]);
    }
}
