using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cli;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>Lists of files that are long, hostile, or none.</summary>
public sealed class ModelPullListingTests
{
    [Fact]
    public async Task Pull_ListOnPages_IsReadToItsEnd()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.PageSize = 2;
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
        Assert.Equal(7, bench.Hub.Seen.Count(request => request.Path.Contains("/tree/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("https://elsewhere.example/api/models/someone/Tiny-Janus/tree/0123456789abcdef0123456789abcdef01234567?cursor=1")]
    [InlineData("/api/models/someone/Other/tree/main")]
    public async Task Pull_NextPageOfSomethingElse_IsNotFollowed(string next)
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Instead = (context, _) =>
        {
            context.Response.Headers.Link = $"<{bench.Hub.Address}/first>; rel=\"first\", <{next}>; rel=\"next\"";
            return Task.FromResult(false);
        };
        bench.AssertRefused(await bench.PullAsync(), "not followed");
        Assert.Equal(2, bench.Hub.Seen.Count);
    }

    [Fact]
    public async Task Pull_ListWithoutEnd_IsGivenUp()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Instead = async (context, _) =>
        {
            if (!context.Request.Path.Value!.Contains("/tree/", StringComparison.Ordinal))
                return false;
            context.Response.Headers.Link = $"<{context.Request.Path}?again>; rel=next";
            await context.Response.WriteAsync("[]");
            return true;
        };
        bench.AssertRefused(await bench.PullAsync(), "more than 100 pages");
    }

    [Theory]
    [InlineData("../evil.json")]
    [InlineData("/etc/passwd")]
    [InlineData("images/../../evil.json")]
    [InlineData("images\\evil.json")]
    [InlineData("C:/evil.json")]
    [InlineData("images//evil.json")]
    [InlineData("./config.json")]
    [InlineData("con\u0001fig.json")]
    [InlineData("con\u001b[2Jfig.json")]
    [InlineData("..")]
    [InlineData("")]
    public async Task Pull_HostilePath_NothingIsFetched(string path)
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files[path] = FakeFile.Text("evil");
        await using PullBench bench = await PullBench.StartAsync(files);
        CommandRun run = await bench.PullAsync();
        bench.AssertRefused(run, "Nothing is fetched");
        Assert.DoesNotContain('\u001b', run.Notes);
        Assert.False(Directory.Exists(bench.Partial));
        Assert.DoesNotContain(bench.Hub.Seen, request => request.File is not null);
    }

    [Theory]
    [InlineData("config.json", "config.json")]
    [InlineData("model.safetensors", "none of model.safetensors")]
    public async Task Pull_RepositoryThatIsNoCheckpoint_IsRefused(string missing, string message)
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files.Remove(missing);
        files.Remove("pytorch_model.bin");
        await using PullBench bench = await PullBench.StartAsync(files);
        bench.AssertRefused(await bench.PullAsync(), "no checkpoint", message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha1")]
    [InlineData("../../../../etc/passwd")]
    public async Task Pull_FileWithoutAHash_IsRefused(string hash)
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files["config.json"] = files["config.json"] with { Hash = hash };
        await using PullBench bench = await PullBench.StartAsync(files);
        bench.AssertRefused(await bench.PullAsync(), "config.json", "without a hash");
    }

    [Theory]
    [InlineData("config.json", 1L << 30, "the most that is taken")]
    [InlineData("model.safetensors", 1L << 43, "are free there")]
    [InlineData("model.safetensors", 1L << 50, "bytes")]
    [InlineData("model.safetensors", -1L, "bytes")]
    public async Task Pull_SizeThatCannotBe_IsRefusedBeforeAnythingIsFetched(string name, long size, string message)
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files[name] = files[name] with { Size = size };
        await using PullBench bench = await PullBench.StartAsync(files);
        bench.AssertRefused(await bench.PullAsync(), message);
        Assert.Equal(0, bench.Hub.Sent);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"sha": 3}""")]
    [InlineData("""{"sha": null}""")]
    [InlineData("""{"sha": "main"}""")]
    [InlineData("""{"sha": "../../../../evil"}""")]
    [InlineData("""{"sha": "0123456789abcdef0123456789abcdef01234567", "sha": "x"}""")]
    [InlineData("""{"\ud800": 1, "sha": "0123456789abcdef0123456789abcdef0123456"}""")]
    public async Task Pull_HostThatIsNoHub_IsRefused(string answer)
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Instead = async (context, _) =>
        {
            await context.Response.WriteAsync(answer);
            return true;
        };
        bench.AssertRefused(await bench.PullAsync(), "does not");
        Assert.Single(bench.Hub.Seen);
    }

    [Fact]
    public async Task Pull_ListOfAnySize_IsNotRead()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Hub.Instead = async (context, _) =>
        {
            byte[] spaces = new byte[1 << 20];
            spaces.AsSpan().Fill((byte)' ');
            while (!context.RequestAborted.IsCancellationRequested)
            {
                try
                {
                    await context.Response.Body.WriteAsync(spaces, context.RequestAborted);
                }
                catch (OperationCanceledException)
                {
                    // Nobody reads on.
                }
            }

            return true;
        };
        bench.AssertRefused(await bench.PullAsync(), "that is not read");
    }
}
