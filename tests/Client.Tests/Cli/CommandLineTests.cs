using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cluster;

namespace JanusCluster.Client.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeCluster _cluster = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("generate")]
    [InlineData("generate", "p", "--bogus", "1")]
    [InlineData("generate", "--bogus")]
    [InlineData("generate", "p", "-n", "many")]
    [InlineData("generate", "p", "--guidance", "x")]
    [InlineData("bulk", "f.txt")]
    [InlineData("jobs")]
    [InlineData("jobs", "show")]
    [InlineData("paint", "p")]
    public async Task RunAsync_CommandLineNotUnderstood_Usage(params string[] args)
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, args);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.NotEmpty(run.Notes);
        Assert.DoesNotContain("System.", run.Notes, StringComparison.Ordinal);
        Assert.Equal(0, _cluster.Connections);
    }

    [Theory]
    [InlineData("prompt is empty", "generate", " ")]
    [InlineData("n must be", "generate", "p", "-n", "0")]
    [InlineData("n must be", "generate", "p", "-n", "1000")]
    [InlineData("seed must be", "generate", "p", "--seed", "-1")]
    [InlineData("guidance must be", "generate", "p", "--guidance", "NaN")]
    [InlineData("There is no file", "bulk", "missing.jsonl", "--out", "o")]
    [InlineData(".jsonl or .txt", "bulk", "picture.png", "--out", "o")]
    [InlineData("There is no file", "chat", "--image", "missing.png", "What is this?")]
    [InlineData("question is empty", "chat", "")]
    [InlineData("--max-tokens", "chat", "q", "--max-tokens", "0")]
    [InlineData("conversation must be", "chat", "q", "--conversation", "../x")]
    [InlineData("job must be", "jobs", "cancel", "a/b")]
    public async Task RunAsync_UserMistake_OneMessageBeforeAnyModelIsLoaded(string message, params string[] args)
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, args);
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains(message, run.Notes, StringComparison.Ordinal);
        Assert.Single(run.Notes.TrimEnd().Split('\n'));
        Assert.Equal(0, _cluster.Connections);
    }

    [Fact]
    public async Task Generate_Prompt_WritesDifferentPicturesAndNamesThem()
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, "generate", "A red circle!", "-n", "2", "--seed", "7", "--out", _folder["o"]);

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Contains("a-red-circle-s7-0.png", run.Results, StringComparison.Ordinal);
        Assert.Contains("2 images, 0 errors", run.Results, StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllBytes(_folder["o/a-red-circle-s7-0.png"]), File.ReadAllBytes(_folder["o/a-red-circle-s7-1.png"]));
    }

    [Fact]
    public async Task Generate_SameSeedAgain_ReusesTheJob_OtherwiseNot()
    {
        for (int i = 0; i < 2; i++)
            await CommandRun.StartAsync(_cluster, "generate", "p", "-n", "1", "--seed", "7", "--out", _folder["o"]);
        Assert.Equal(1, Assert.Single(_cluster.Jobs.Values, job => job.Requests.Count > 0).Submissions);

        await CommandRun.StartAsync(_cluster, "generate", "p", "-n", "1", "--out", _folder["o"]);
        Assert.Equal(2, _cluster.Jobs.Values.Count(job => job.Requests.Count > 0));
    }

    [Fact]
    public async Task Generate_PromptThatBeginsWithAnAtSign_IsNoResponseFile()
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, "generate", "@home", "-n", "1", "--out", _folder["o"]);
        Assert.Equal(ExitCode.Success, run.Code);
    }

    [Fact]
    public async Task Generate_ModelRefusesThePrompt_FailsWithItsMessage()
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, "generate", "impossible", "-n", "1", "--out", _folder["o"]);
        Assert.Equal(ExitCode.Failure, run.Code);
        Assert.Contains("The prompt is too long.", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_ListShowCancel_TellWhatIsThere()
    {
        Assert.Contains("no jobs", (await CommandRun.StartAsync(_cluster, "jobs", "list")).Notes, StringComparison.Ordinal);
        await CommandRun.StartAsync(_cluster, "generate", "[red] impossible", "-n", "1", "--out", _folder["o"]);
        string id = _cluster.Jobs.Keys.Single().Split('/')[1];

        CommandRun list = await CommandRun.StartAsync(_cluster, "jobs", "list");
        CommandRun show = await CommandRun.StartAsync(_cluster, "jobs", "show", id);
        CommandRun cancel = await CommandRun.StartAsync(_cluster, "jobs", "cancel", id);
        CommandRun unknown = await CommandRun.StartAsync(_cluster, "jobs", "show", "unknown");

        Assert.Contains(id, list.Results, StringComparison.Ordinal);
        Assert.Contains("[red] impossible", list.Results, StringComparison.Ordinal);
        Assert.Contains("The prompt is too long.", show.Results, StringComparison.Ordinal);
        Assert.Contains("ended already", cancel.Results, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Failure, "There is no job unknown."), (unknown.Code, unknown.Notes.Trim()));
    }
}
