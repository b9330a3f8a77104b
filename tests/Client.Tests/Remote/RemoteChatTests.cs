using System.Text.Json;
using JanusCluster.Client.Cli;
using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Client.Tests.Cli;
using JanusCluster.Client.Tests.OpenAi;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>chat over HTTP.</summary>
public sealed class RemoteChatTests(JanusServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Chat_SecondCommand_GoesOnInTheConversation()
    {
        string id = ResponseId.NewConversation();
        await File.WriteAllBytesAsync(_folder["a.png"], PngEncoder.Encode(new RgbImage(8, 8, new byte[192])), TestContext.Current.CancellationToken);
        CommandRun first = await RemoteRun.StartAsync(server, "chat", "--image", _folder["a.png"], "What is this?", "--max-tokens", "6", "--conversation", id);
        CommandRun second = await RemoteRun.StartAsync(server, "chat", "And why?", "--max-tokens", "6", "--conversation", id);

        Assert.True((first.Code, second.Code) == (ExitCode.Success, ExitCode.Success), first.Notes + second.Notes);
        Assert.Contains($"--conversation {id}", second.Notes, StringComparison.Ordinal);
        JsonElement[] said = await ReadAsync(id);
        Assert.Equal(["user", "assistant", "user", "assistant"], said.Select(item => item.GetProperty("role").GetString()));
        Assert.Equal("input_image", said[0].GetProperty("content")[0].GetProperty("type").GetString());
        Assert.Equal(first.Results.TrimEnd('\n'), TextOf(said[1]).TrimEnd('\n'));
        Assert.Equal(second.Results.TrimEnd('\n'), TextOf(said[3]).TrimEnd('\n'));
    }

    [Fact]
    public async Task Chat_AtTheTerminal_IsOneConversationWhoseIdIsDrawn()
    {
        using var interruption = new Interruption(() => { });
        CommandRun run = await RemoteRun.StartAsync(server, interruption, "Hello.\n/what\nAnd again?\n/exit\n", "chat", "--max-tokens", "5");
        Assert.True(run.Code == ExitCode.Success, run.Notes);
        Assert.Contains("The commands are", run.Notes, StringComparison.Ordinal);
        string id = run.Notes[(run.Notes.LastIndexOf("conv_", StringComparison.Ordinal))..].Trim().TrimEnd('.');
        Assert.Equal(["Hello.", "And again?"], (await ReadAsync(id)).Where(item => item.GetProperty("role").GetString() == "user").Select(TextOf));
    }

    [Fact]
    public async Task Chat_Interrupted_CancelsTheAnswerAndKeepsTheConversation()
    {
        string id = ResponseId.NewConversation();
        using var interruption = new Interruption(() => { });
        using var printed = new FirstWord();
        Task<CommandRun> run = RemoteRun.StartAsync(server, interruption, printed, "chat", "Tell me all.", "--max-tokens", "3000", "--temperature", "1", "--conversation", id);
        await Task.WhenAny(run, printed.Written).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        interruption.Raise();
        CommandRun stopped = await run.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        // The answer may have come to an end of its own before.
        Assert.True(stopped.Code is ExitCode.Interrupted or ExitCode.Success, stopped.Notes);

        CommandRun next = await RemoteRun.StartAsync(server, "chat", "Go on.", "--max-tokens", "5", "--conversation", id);
        Assert.True(next.Code == ExitCode.Success, next.Notes);
        Assert.Equal("Go on.", TextOf((await ReadAsync(id))[^2]));
    }

    [Fact]
    public async Task Chat_NameThatNoFrontGives_SaysWhichAreNames()
    {
        CommandRun run = await RemoteRun.StartAsync(server, "chat", "Hello.", "--conversation", "c5");
        Assert.Equal((ExitCode.Failure, "id must be conv_ and 32 hex digits (0-9, a-f); it is 'c5'."), (run.Code, run.Notes.Trim()));
    }

    private async Task<JsonElement[]> ReadAsync(string id)
    {
        using HttpClient client = await server.CreateClientAsync();
        string json = await client.GetStringAsync($"v1/conversations/{id}/items?order=asc", TestContext.Current.CancellationToken);
        return [.. JsonDocument.Parse(json).RootElement.GetProperty("data").EnumerateArray()];
    }

    private static string TextOf(JsonElement item) => item.GetProperty("content").EnumerateArray().Last().GetProperty("text").GetString()!;

    /// <summary>Says when the first of the answer is there.</summary>
    private sealed class FirstWord : StringWriter
    {
        private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Written => _written.Task;

        public override void Write(string? value)
        {
            base.Write(value);
            if (!string.IsNullOrEmpty(value))
                _written.TrySetResult();
        }
    }
}
