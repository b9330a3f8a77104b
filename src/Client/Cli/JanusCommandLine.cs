using System.CommandLine;

namespace JanusCluster.Client.Cli;

/// <summary>The <c>janus</c> commands.</summary>
internal static class JanusCommandLine
{
    // Without the replacer a prompt may begin with '@': it is no response file.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command line in this process.</summary>
    /// <param name="more">Further commands of the host.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, IClusterConnector connector, Func<CommandScope, IEnumerable<Command>>? more = null)
    {
        using var interruption = Interruption.OfThisProcess();
        return await RunAsync(args, connector, CommandOutput.System(), interruption, TimeProvider.System, more);
    }

    internal static async Task<int> RunAsync(
        IReadOnlyList<string> args, IClusterConnector connector, CommandOutput output, Interruption interruption,
        TimeProvider time, Func<CommandScope, IEnumerable<Command>>? more = null)
    {
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Show the logs on the screen too, and where an error came from.",
            Recursive = true,
        };
        var scope = new CommandScope(connector, output, interruption, time, verbose);
        var root = new RootCommand("Generates images and answers questions about images with Janus-Pro.") { verbose };
        root.HelpName = "janus";
        root.Subcommands.Add(GenerateCommand.Create(scope));
        root.Subcommands.Add(BulkCommand.Create(scope));
        root.Subcommands.Add(ChatCommand.Create(scope));
        root.Subcommands.Add(EvalCommand.Create(scope));
        root.Subcommands.Add(JobsCommand.Create(scope));
        root.Subcommands.Add(TenantsCommand.Create(scope));
        foreach (Command command in more?.Invoke(scope) ?? [])
            root.Subcommands.Add(command);

        ParseResult parsed = root.Parse(args, Parsing);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(error => Plain(error.Message)).Distinct())
                output.Error(message);
            output.Note("Add --help to see what there is.");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output.Results.Profile.Out.Writer,
            Error = output.Notes.Profile.Out.Writer,
            EnableDefaultExceptionHandler = false,
            // Interruption sees to it.
            ProcessTerminationTimeout = null,
        });
    }

    /// <summary>The parser's messages name types of this program.</summary>
    private static string Plain(string message) => message
        .Replace("as expected type 'System.Int32'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Int64'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Nullable`1[System.Int64]'", "as a whole number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Double'", "as a number", StringComparison.Ordinal)
        .Replace("as expected type 'System.Nullable`1[System.Double]'", "as a number", StringComparison.Ordinal);
}
