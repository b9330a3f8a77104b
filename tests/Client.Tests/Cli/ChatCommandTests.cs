using JanusCluster.Client.Cli;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;

namespace JanusCluster.Client.Tests.Cli;

public sealed class ChatCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeCluster _cluster = new();

    public void Dispose() => _folder.Dispose();

    private string Picture()
    {
        File.WriteAllBytes(_folder["a.png"], PngEncoder.Encode(new RgbImage(2, 1, [1, 2, 3, 4, 5, 6]), new PngTextEntry("GPS", "secret")));
        return _folder["a.png"];
    }

    [Fact]
    public async Task Chat_QuestionAboutAnImage_StoresItByContentAndStreamsTheAnswer()
    {
        CommandRun run = await CommandRun.StartAsync(
            _cluster, "chat", "--image", Picture(), "--image", Picture(), "What is this?", "--conversation", "c1", "--max-tokens", "9");

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal("You said: What is this?", run.Results.Trim());
        TurnRequest turn = Assert.Single(_cluster.Conversation("local/c1").Turns);
        Assert.Equal((FakeCluster.Description.Id, 9), (turn.Model, turn.Settings.MaxTokens));
        string name = Assert.Single(turn.Message.Images.Distinct());
        Assert.StartsWith("local/images/", name, StringComparison.Ordinal);
        byte[] stored = (await _cluster.Memory.ReadAsync(name, TestContext.Current.CancellationToken))!;
        Assert.Empty(PngText.Read(stored));
    }

    [Fact]
    public async Task Chat_FileThatIsNoImage_SaysSo()
    {
        File.WriteAllText(_folder["a.png"], "text");
        CommandRun run = await CommandRun.StartAsync(_cluster, "chat", "--image", _folder["a.png"], "What is this?");
        Assert.Equal((ExitCode.Failure, 0), (run.Code, _cluster.Connections));
        Assert.Contains("no PNG, JPEG", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_WithoutQuestion_IsAConversationUntilTheInputEnds()
    {
        using var interruption = new Interruption(() => { });
        CommandRun run = await CommandRun.StartAsync(
            _cluster, interruption, $"Hello\n\n/image {_folder["none.png"]}\n/image {Picture()}\nAnd this?\n/what\n/exit\nnever",
            "chat", "--conversation", "c2");

        Assert.Equal(ExitCode.Success, run.Code);
        Assert.Equal(["You said: Hello", "You said: And this?"], run.Results.Trim().Split(Environment.NewLine));
        Assert.Equal([0, 1], _cluster.Conversation("local/c2").Turns.Select(turn => turn.Message.Images.Count));
        Assert.Contains("There is no file", run.Notes, StringComparison.Ordinal);
        Assert.Contains("--conversation c2", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_InterruptedAnswer_CancelsTheTurn()
    {
        using var interruption = new Interruption(() => { });
        FakeConversation conversation = _cluster.Conversation("local/c3");
        conversation.NeverEnds = true;
        conversation.OnRead = interruption.Raise;

        CommandRun run = await CommandRun.StartAsync(_cluster, interruption, "", "chat", "Tell me all", "--conversation", "c3");

        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.True(conversation.WasCancelled);
    }

    [Fact]
    public async Task Chat_SilosThatDie_AskOnceAndPrintTheWholeAnswerOnce()
    {
        FakeConversation conversation = _cluster.Conversation("local/c4");
        conversation.Unheard.Enqueue(new TimeoutException());
        conversation.Unheard.Enqueue(new SiloUnavailableException());
        conversation.Unheard.Enqueue(new OrleansException("the connection is lost"));

        CommandRun run = await CommandRun.StartAsync(_cluster, "chat", "Tell me all", "--conversation", "c4");

        Assert.Equal((ExitCode.Success, "You said: Tell me all"), (run.Code, run.Results.Trim()));
        Assert.Single(conversation.Turns);
    }

    [Fact]
    public async Task Chat_TurnThatFailed_IsReadOnce()
    {
        FakeConversation conversation = _cluster.Conversation("local/c5");
        int reads = 0;
        conversation.OnRead = () =>
        {
            reads++;
            throw new JanusException(ErrorCode.Unavailable, "The answer broke off.");
        };

        CommandRun run = await CommandRun.StartAsync(_cluster, "chat", "Tell me all", "--conversation", "c5");

        Assert.Equal((ExitCode.Failure, 1), (run.Code, reads));
        Assert.Contains("broke off", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_AnswerWithEscapeSequences_ReachesNoTerminal()
    {
        CommandRun run = await CommandRun.StartAsync(_cluster, "chat", "\u001b[2J gone");
        Assert.DoesNotContain('\u001b', run.Results);
    }
}
