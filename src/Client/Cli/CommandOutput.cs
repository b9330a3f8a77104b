using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>
/// Where a command speaks: results (pictures' paths, answers, tables) go to standard output, everything said along
/// the way to standard error, so that a pipe gets results only.
/// </summary>
internal sealed class CommandOutput
{
    private const int PipeWidth = 200;

    public CommandOutput(TextWriter results, TextWriter notes, TextReader input, bool resultsAreLive, bool notesAreLive, bool inputIsLive)
    {
        Results = Open(results, resultsAreLive);
        Notes = Open(notes, notesAreLive);
        Input = input;
        NotesAreLive = notesAreLive;
        InputIsLive = inputIsLive;
    }

    public IAnsiConsole Results { get; }

    public IAnsiConsole Notes { get; }

    public TextReader Input { get; }

    /// <summary>Somebody watches: progress may be drawn in place.</summary>
    public bool NotesAreLive { get; }

    public bool InputIsLive { get; }

    public static CommandOutput System() => new(
        Console.Out, Console.Error, Console.In, !Console.IsOutputRedirected, !Console.IsErrorRedirected, !Console.IsInputRedirected);

    /// <summary>A line of the result.</summary>
    public void Result(string text) => Line(Results, text);

    /// <summary>A piece of the result, shown at once.</summary>
    public void ResultPart(string text)
    {
        TextWriter writer = Results.Profile.Out.Writer;
        writer.Write(TerminalText.Clean(text));
        writer.Flush();
    }

    public void Note(string text) => Line(Notes, text);

    /// <summary>Asks for a line at the terminal.</summary>
    public void PromptForInput()
    {
        Notes.Profile.Out.Writer.Write("> ");
        Notes.Profile.Out.Writer.Flush();
    }

    public void Error(string message) => Coloured(message, Color.Red);

    public void Warning(string message) => Coloured(message, Color.Yellow);

    private void Coloured(string message, Color colour)
    {
        if (NotesAreLive)
            Notes.Write(new Text($"{TerminalText.Clean(message)}{Environment.NewLine}", colour));
        else
            Note(message);
    }

    // Not through the console's own writing, which would break long paths at its width.
    private static void Line(IAnsiConsole console, string text)
    {
        TextWriter writer = console.Profile.Out.Writer;
        writer.WriteLine(TerminalText.Clean(text));
        writer.Flush();
    }

    private static IAnsiConsole Open(TextWriter writer, bool live)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = live ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = live ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = live ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!live)
            console.Profile.Width = PipeWidth;
        return console;
    }
}
