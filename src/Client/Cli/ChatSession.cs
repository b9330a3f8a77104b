using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Client.Cli;

/// <summary>A conversation at the terminal: lines are questions, /image adds a picture, /exit or the end of input ends it.</summary>
internal sealed class ChatSession(ChatTurn turn, CommandScope scope, Func<string, CancellationToken, Task<string>> storeImage)
{
    private const string ImageCommand = "/image ";

    private readonly List<string> _images = [];

    public async Task RunAsync(IReadOnlyList<string> images, string model, ChatSettings settings, CancellationToken cancellationToken)
    {
        _images.AddRange(images);
        if (scope.Output.InputIsLive)
            scope.Output.Note("Ask away. /image FILE adds a picture, Ctrl-C stops an answer, /exit ends.");
        while (await ReadLineAsync(cancellationToken) is { } line && line is not ("/exit" or "/quit"))
        {
            try
            {
                if (line.StartsWith(ImageCommand, StringComparison.Ordinal))
                    await AddImageAsync(line[ImageCommand.Length..].Trim(), cancellationToken);
                else if (line.StartsWith('/'))
                    scope.Output.Error("The commands are /image FILE and /exit.");
                else if (line.Length > 0)
                    await AskAsync(line, model, settings, cancellationToken);
            }
            catch (JanusException e)
            {
                // One question went wrong; the conversation goes on.
                scope.Output.Error(e.Message);
            }
        }
    }

    private async Task AddImageAsync(string path, CancellationToken cancellationToken)
    {
        _images.Add(await storeImage(path, cancellationToken));
        scope.Output.Note("The picture goes with the next question.");
    }

    private async Task AskAsync(string question, string model, ChatSettings settings, CancellationToken cancellationToken)
    {
        var message = new ChatMessage(ChatRole.User, question, [.. _images]);
        string reason = await turn.AskAsync(new TurnRequest(model, message, settings), cancellationToken);
        _images.Clear();
        if (reason != "stop")
            scope.Output.Note(reason == "length" ? "(cut off: --max-tokens allows more)" : "(stopped)");
    }

    /// <summary>Reading a console cannot be cancelled: at Ctrl-C the read is left behind with the process.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        if (scope.Output.InputIsLive)
            scope.Output.PromptForInput();
        string? line = await Task.Run(scope.Output.Input.ReadLine, cancellationToken).WaitAsync(cancellationToken);
        return line?.Trim();
    }
}
