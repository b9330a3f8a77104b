using JanusCluster.Client.Cli;
using JanusCluster.Client.Hub;
using JanusCluster.Client.Tests.Cli;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>Tokens, and hubs that lead elsewhere.</summary>
public sealed class ModelPullAccessTests
{
    private const string Secret = "hf_aSecret";

    [Fact]
    public async Task Pull_GatedWithoutToken_SaysHowToGiveOne()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Token = Secret;
        bench.AssertRefused(await bench.PullAsync(), "private or gated", HubToken.Variable, "--token-file", $"{bench.Hub.Address}/{FakeHub.Repository}");
        Assert.False(Directory.Exists(bench.Partial));
    }

    [Fact]
    public async Task Pull_TokenThatMayNot_IsToldSoWithoutTheToken()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Token = Secret;
        bench.Variables[HubToken.Variable] = "hf_another";
        CommandRun run = await bench.PullAsync();
        bench.AssertRefused(run, "may not read");
        Assert.DoesNotContain("hf_another", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "does not know the token")]
    [InlineData(403, "may not read")]
    public async Task Pull_TokenThatIsRefused_IsNotAskedWithAgain(int status, string message)
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Variables[HubToken.Variable] = Secret;
        bench.Hub.Instead = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };
        bench.AssertRefused(await bench.PullAsync(), message);
        Assert.Single(bench.Hub.Seen);
    }

    [Theory]
    [InlineData("RevisionNotFound", "has no revision main")]
    [InlineData("RepoNotFound", "There is no model")]
    [InlineData(null, "There is no model")]
    public async Task Pull_NotThere_SaysWhatIsNot(string? code, string message)
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Instead = (context, _) =>
        {
            context.Response.StatusCode = 404;
            context.Response.Headers["X-Error-Code"] = code;
            return Task.FromResult(true);
        };
        bench.AssertRefused(await bench.PullAsync(), message);
    }

    [Fact]
    public async Task Pull_LargeFilesElsewhere_TokenStaysWithTheHub()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Token = Secret;
        bench.Hub.LeadsElsewhere = true;
        await File.WriteAllTextAsync(bench["token"], $"{Secret}\n", TestContext.Current.CancellationToken);
        // The file goes before the environment.
        bench.Variables[HubToken.Variable] = "hf_another";
        CommandRun run = await bench.PullAsync("--token-file", bench["token"]);
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
        Assert.Equal(2, bench.Hub.Seen.Count(request => request.IsElsewhere));
        Assert.All(bench.Hub.Seen, request => Assert.Equal(request.IsElsewhere ? null : $"Bearer {Secret}", request.Authorization));
    }

    [Fact]
    public async Task Pull_LedElsewhereAndBack_ComesWithoutTheToken()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Variables[HubToken.Variable] = Secret;
        bench.Hub.LeadsElsewhere = true;
        bench.Hub.Instead = (context, file) =>
        {
            bool elsewhere = context.Connection.LocalPort == new Uri(bench.Hub.Elsewhere).Port;
            if (elsewhere)
                context.Response.Redirect($"{bench.Hub.Address}/catch?me");
            return Task.FromResult(elsewhere);
        };
        bench.Patience = bench.Patience with { Tries = 2 };
        bench.AssertRefused(await bench.PullAsync(), "where", "led to, answered 404");
        Assert.All(bench.Hub.Seen.Where(request => request.Path == "/catch"), request => Assert.Null(request.Authorization));
        Assert.Contains(bench.Hub.Seen, request => request.Path == "/catch");
    }

    [Fact]
    public async Task Pull_LinkThatRanOut_IsAskedForAgain()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.LeadsElsewhere = true;
        int refused = 0;
        bench.Hub.Instead = (context, file) =>
        {
            bool refuses = file == SyntheticCheckpoint.Weights && context.Connection.LocalPort == new Uri(bench.Hub.Elsewhere).Port && Interlocked.Increment(ref refused) == 1;
            if (refuses)
                context.Response.StatusCode = 403;
            return Task.FromResult(refuses);
        };
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
        Assert.Equal(2, bench.Hub.Asked(SyntheticCheckpoint.Weights));
        Assert.DoesNotContain("signature", run.Notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://there/file")]
    [InlineData("http://name:word@there/file")]
    [InlineData("file:///etc/passwd")]
    public async Task Pull_LedNowhere_IsRefused(string location)
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Instead = (context, file) =>
        {
            if (file is not null)
                context.Response.Redirect(location);
            return Task.FromResult(file is not null);
        };
        bench.AssertRefused(await bench.PullAsync(), "leads to an address that is none");
    }

    [Fact]
    public async Task Pull_LedInACircle_IsRefused()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Instead = (context, _) =>
        {
            context.Response.Redirect(context.Request.Path);
            return Task.FromResult(true);
        };
        bench.AssertRefused(await bench.PullAsync(), "from one address to the next");
    }

    [Fact]
    public async Task Pull_TokenInTheClear_IsNotSent()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Variables[HubToken.Variable] = Secret;
        bench.AssertRefused(await bench.PullAsync("--hub", "http://hub.example"), "https");
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("a\nb: c")]
    [InlineData("schlüssel")]
    public async Task Pull_TokenThatIsNone_IsRefusedUnsaid(string token)
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Variables[HubToken.Variable] = token;
        CommandRun run = await bench.PullAsync();
        bench.AssertRefused(run, HubToken.Variable);
        Assert.DoesNotContain(token, run.Notes, StringComparison.Ordinal);
        Assert.Empty(bench.Hub.Seen);
    }
}
