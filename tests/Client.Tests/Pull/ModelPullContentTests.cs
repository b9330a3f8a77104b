using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cli;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>Hubs that send something else than they announce.</summary>
public sealed class ModelPullContentTests
{
    private const string Weights = SyntheticCheckpoint.Weights;

    [Theory]
    [InlineData(Weights)]
    [InlineData("config.json")]
    public async Task Pull_OtherHashThanAnnounced_IsFetchedTwiceAndRefused(string name)
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files[name] = files[name] with { Hash = new string('0', files[name].IsLarge ? 64 : 40) };
        await using PullBench bench = await PullBench.StartAsync(files);
        bench.AssertRefused(await bench.PullAsync(), name, "hash", "twice");
        Assert.Equal(2, bench.Hub.Asked(name));
        Assert.Empty(Directory.GetFiles(bench.Partial, $"{name}*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Pull_OtherContentOnce_IsFetchedAgain()
    {
        await using PullBench bench = await PullBench.StartAsync();
        Answer(bench, (context, asked) => bench.Hub.SendAsync(context, asked == 1 ? Other(bench) : bench.Hub.Files[Weights].Content));
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains("fetched once more", run.Notes, StringComparison.Ordinal);
        bench.AssertWhole();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pull_ContentThatChangesBetweenTries_IsNotMixed(bool heedsIfRange)
    {
        await using PullBench bench = await PullBench.StartAsync();
        Answer(bench, async (context, asked) =>
        {
            if (!heedsIfRange)
                context.Request.Headers.Remove("If-Range");
            await bench.Hub.SendAsync(context, asked == 1 ? Other(bench) : bench.Hub.Files[Weights].Content, asked == 1 ? 100_000 : null);
        });
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
    }

    [Fact]
    public async Task Pull_ChangedContentWithoutTags_IsFoundOutByItsHash()
    {
        await using PullBench bench = await PullBench.StartAsync();
        Answer(bench, (context, asked) => bench.Hub.SendAsync(
            context, asked == 1 ? Other(bench) : bench.Hub.Files[Weights].Content, asked == 1 ? 100_000 : null, tagged: false));
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains("hash", run.Notes, StringComparison.Ordinal);
        bench.AssertWhole();
    }

    [Theory]
    [InlineData(-1000, true)]
    [InlineData(-1000, false)]
    [InlineData(1000, true)]
    [InlineData(1000, false)]
    public async Task Pull_OtherSizeThanAnnounced_IsRefusedAndNeverWrittenBeyond(int difference, bool saysSo)
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        long announced = files[Weights].Content.Length - difference;
        files[Weights] = files[Weights] with { Size = announced };
        await using PullBench bench = await PullBench.StartAsync(files);
        bench.Patience = bench.Patience with { Tries = 3 };
        Answer(bench, async (context, _) =>
        {
            if (saysSo)
                await bench.Hub.SendAsync(context, files[Weights].Content);
            else
                await bench.Hub.WriteAsync(context, files[Weights].Content);
        });
        bench.AssertRefused(await bench.PullAsync(), Weights);
        Assert.All(Directory.GetFiles(bench.Partial, $"{Weights}*", SearchOption.AllDirectories), file => Assert.True(new FileInfo(file).Length <= announced));
    }

    [Theory]
    [InlineData("bytes 0-300250/300251")]
    [InlineData("bytes 100000-100001/100002")]
    [InlineData("bytes 99999-300000/*")]
    [InlineData("items 100000-300000/*")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Pull_OtherRangeThanAskedFor_StartsAgain(string range)
    {
        await using PullBench bench = await PullBench.StartAsync();
        byte[] content = bench.Hub.Files[Weights].Content;
        Answer(bench, async (context, asked) =>
        {
            if (asked != 2)
            {
                await bench.Hub.SendAsync(context, content, asked == 1 ? 100_000 : null);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = range;
            await bench.Hub.WriteAsync(context, content.AsMemory(100_000));
        });
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
        Assert.Equal(3, bench.Hub.Asked(Weights));
    }

    [Fact]
    public async Task Pull_RangeThatIsNotThere_StartsAgain()
    {
        await using PullBench bench = await PullBench.StartAsync();
        Answer(bench, async (context, asked) =>
        {
            if (asked == 2)
                context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            else
                await bench.Hub.SendAsync(context, bench.Hub.Files[Weights].Content, asked == 1 ? 100_000 : null);
        });
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
    }

    [Fact]
    public async Task Pull_PackedAnswer_IsRefused()
    {
        await using PullBench bench = await PullBench.StartAsync();
        Answer(bench, async (context, _) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await bench.Hub.SendAsync(context, bench.Hub.Files[Weights].Content);
        });
        bench.AssertRefused(await bench.PullAsync(), Weights, "packed");
    }

    [Fact]
    public async Task Pull_WeightsThatAreNone_AreRefusedAlthoughTheirHashIsRight()
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files[Weights] = FakeFile.Text("version https://git-lfs.github.com/spec/v1\n");
        await using PullBench bench = await PullBench.StartAsync(files);
        bench.AssertRefused(await bench.PullAsync(), Weights, "no file of safetensors");
    }

    [Theory]
    [InlineData("""{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}""", "model-00002-of-00002.safetensors")]
    [InlineData("""{"weight_map": {"a": "../../weights.safetensors"}}""", "../../weights.safetensors")]
    [InlineData("""{"weight_map": 3}""", "no index")]
    [InlineData("{}", "no index")]
    [InlineData("not JSON", "no index")]
    public async Task Pull_IndexThatNamesWhatIsNotThere_IsRefused(string index, string word)
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files["model-00001-of-00002.safetensors"] = files[Weights];
        files.Remove(Weights);
        files["model.safetensors.index.json"] = FakeFile.Text(index);
        await using PullBench bench = await PullBench.StartAsync(files);
        bench.AssertRefused(await bench.PullAsync(), "model.safetensors.index.json", word);
    }

    private static byte[] Other(PullBench bench) => SyntheticCheckpoint.Make(seed: 77)[Weights].Content is { } other && other.Length == bench.Hub.Files[Weights].Content.Length
        ? other
        : throw new InvalidOperationException("The other content has another size.");

    private static void Answer(PullBench bench, Func<HttpContext, int, Task> answer)
    {
        int asked = 0;
        bench.Hub.Instead = async (context, file) =>
        {
            if (file != Weights)
                return false;
            await answer(context, Interlocked.Increment(ref asked));
            return true;
        };
    }
}
