using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Commands;

public sealed class ChatAndModelTests : IDisposable
{
    private readonly Janus _janus = new();

    [Fact]
    public async Task Chat_AboutAnImage_AnswersAndGoesOn()
    {
        string image = RepositoryRoot.Of("tests", "golden", "janus-tiny", "images", "synth_wide.png");
        CommandRun run = await _janus.RunAsync(
            "chat", "--image", image, "What is this?", "--max-tokens", "24", "--conversation", "first");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.NotEmpty(run.Output.Trim());

        CommandRun next = await _janus.RunAsync("chat", "And now?", "--max-tokens", "8", "--conversation", "first");
        Assert.True(next.ExitCode == 0, next.Output + next.Error);
    }

    [Fact]
    public async Task Model_InitAndInspect_ReportsEveryPart()
    {
        CommandRun init = await _janus.RunAsync("model", "init", "--preset", "tiny", "--seed", "3", "--out", "model");
        Assert.True(init.ExitCode == 0, init.Output + init.Error);
        CommandRun inspect = await _janus.RunAsync("model", "inspect", "model");
        Assert.True(inspect.ExitCode == 0, inspect.Output + inspect.Error);
        Assert.All(
            (string[])["language_model", "vision_model", "aligner", "gen_vision_model", "gen_aligner", "gen_head", "gen_embed"],
            part => Assert.Contains(part, inspect.Output, StringComparison.Ordinal));
        CommandRun generate = await _janus.RunAsync(
            "generate", "a cat", "-n", "1", "--seed", "1", "--model", "model", "--dtype", "bf16", "--out", "out");
        Assert.True(generate.ExitCode == 0, generate.Output + generate.Error);
        Assert.Single(_janus.JsonLines("out", "manifest.jsonl"));
    }

    [Fact]
    public async Task Jobs_AfterABulkRun_AreListedAndShown()
    {
        File.WriteAllText(_janus.PathOf("prompts.txt"), "a cat\n");
        Assert.Equal(0, (await _janus.RunAsync("bulk", "prompts.txt", "--out", "out")).ExitCode);
        CommandRun list = await _janus.RunAsync("jobs", "list");
        Assert.True(list.ExitCode == 0, list.Output + list.Error);
        Assert.Contains("bulk-", list.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _janus.Dispose();
}
