using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Commands;

/// <summary>A user's mistake gets one clear message and an exit code, never a stack trace.</summary>
public sealed class MistakeTests : IDisposable
{
    private readonly Janus _janus = new();

    [Theory]
    [InlineData("empty", "generate", "")]
    [InlineData("--count", "generate", "a cat", "-n", "0")]
    [InlineData("nowhere", "generate", "a cat", "--model", "nowhere")]
    [InlineData("missing.jsonl", "bulk", "missing.jsonl", "--out", "out")]
    [InlineData("missing.png", "chat", "--image", "missing.png", "What?")]
    [InlineData("nowhere", "model", "inspect", "nowhere")]
    [InlineData("huge", "model", "init", "--preset", "huge", "--out", "m")]
    [InlineData("tpu", "generate", "a cat", "--device", "tpu")]
    [InlineData("int3", "generate", "a cat", "--dtype", "int3")]
    public async Task Command_Mistake_IsNamedWithoutATrace(string named, params string[] arguments)
    {
        CommandRun run = await _janus.RunAsync(arguments);
        string all = run.Output + run.Error;
        Assert.NotEqual(0, run.ExitCode);
        Assert.DoesNotContain("   at ", all, StringComparison.Ordinal);
        Assert.DoesNotContain("went wrong inside", all, StringComparison.Ordinal);
        Assert.True(named == "--count" || all.Contains(named, StringComparison.OrdinalIgnoreCase), all);
    }

    [Fact]
    public async Task Generate_TruncatedWeights_SaysWhichFile()
    {
        Assert.Equal(0, (await _janus.RunAsync("model", "init", "--preset", "tiny", "--out", "model")).ExitCode);
        string weights = _janus.PathOf("model", "model.safetensors");
        using (FileStream file = File.OpenWrite(weights))
            file.SetLength(file.Length / 2);
        CommandRun run = await _janus.RunAsync("generate", "a cat", "--model", "model", "--out", "out");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("model.safetensors", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output + run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _janus.Dispose();
}
