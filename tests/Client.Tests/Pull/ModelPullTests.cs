using JanusCluster.Client.Cli;
using JanusCluster.Client.Hub;
using JanusCluster.Client.Pull;
using JanusCluster.Client.Tests.Cli;

namespace JanusCluster.Client.Tests.Pull;

public sealed class ModelPullTests
{
    [Fact]
    public async Task Pull_Repository_IsThereByteForByte()
    {
        await using PullBench bench = await PullBench.StartAsync();
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
        Assert.Equal($"{bench.Out}{Environment.NewLine}", run.Results);
        Assert.Contains("8 files of the repository are no part of a checkpoint", run.Notes, StringComparison.Ordinal);
        PullRecord record = PullRecord.Read(bench.Out)!;
        Assert.Equal((FakeHub.Repository, FakeHub.Commit), (record.Repository, record.Commit));
        Assert.Equal(SyntheticCheckpoint.Fetched.Order(StringComparer.Ordinal), record.Files.Select(file => file.Name));
    }

    [Fact]
    public async Task Pull_FilesThatAreNotDataOfACheckpoint_AreNotAskedFor()
    {
        await using PullBench bench = await PullBench.StartAsync();
        CommandRun run = await bench.PullAsync("--verbose");
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Equal(
            SyntheticCheckpoint.Fetched.Order(StringComparer.Ordinal),
            bench.Hub.Seen.Select(request => request.File).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.All(["modeling_janus.py", "optimizer.pt", "training_args.bin", "images/teaser.png"], name => Assert.Contains(name, run.Notes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pull_Shards_ThoseOfTheIndex()
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files.Remove(SyntheticCheckpoint.Weights);
        files["model-00001-of-00002.safetensors"] = new FakeFile(SyntheticCheckpoint.Safetensors(1000, 3), IsLarge: true);
        files["model-00002-of-00002.safetensors"] = new FakeFile(SyntheticCheckpoint.Safetensors(2000, 4), IsLarge: true);
        files["model.safetensors.index.json"] = FakeFile.Text(
            """{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}""");
        await using PullBench bench = await PullBench.StartAsync(files);
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole([
            .. SyntheticCheckpoint.Fetched.Except([SyntheticCheckpoint.Weights]),
            "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"]);
    }

    [Fact]
    public async Task Pull_PicklesAlone_AreTaken()
    {
        Dictionary<string, FakeFile> files = SyntheticCheckpoint.Make();
        files.Remove(SyntheticCheckpoint.Weights);
        await using PullBench bench = await PullBench.StartAsync(files);
        CommandRun run = await bench.PullAsync();
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole([.. SyntheticCheckpoint.Fetched.Except([SyntheticCheckpoint.Weights]), "pytorch_model.bin"]);
    }

    [Fact]
    public async Task Pull_RevisionWithSlashes_IsFound()
    {
        await using PullBench bench = await PullBench.StartAsync();
        CommandRun run = await bench.PullAsync("--revision", "refs/pr/1", "--parallel", "1");
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
    }

    [Fact]
    public async Task Pull_HubOnTheCommandLine_GoesBeforeTheEnvironment()
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.Variables[HubAddress.Variable] = "http://127.0.0.1:1";
        CommandRun run = await bench.PullAsync("--hub", bench.Hub.Address + "/");
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        bench.AssertWhole();
    }

    [Theory]
    [InlineData("--parallel", "0", "--parallel is 1 to")]
    [InlineData("--parallel", "33", "--parallel is 1 to")]
    [InlineData("--revision", "../main", "no revision")]
    [InlineData("--hub", "ftp://there", "must be an http or https address")]
    [InlineData("--token-file", "/nowhere/token", "cannot be read")]
    public async Task Pull_OptionThatCannotBe_IsRefusedBeforeTheHubIsAsked(string option, string value, string message)
    {
        await using PullBench bench = await PullBench.StartAsync();
        bench.AssertRefused(await bench.PullAsync(option, value), message);
        Assert.Empty(bench.Hub.Seen);
    }
}
