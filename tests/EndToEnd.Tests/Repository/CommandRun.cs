using System.Diagnostics;
using System.Text;

namespace JanusCluster.EndToEnd.Tests.Repository;

/// <summary>A program that was run to its end, or killed at its limit.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> RunAsync(
        string program, IEnumerable<string> arguments, string? directory = null, TimeSpan? limit = null,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        using Process process = Start(program, arguments, directory, out StringBuilder output, out StringBuilder error, environment);
        using var timeout = new CancellationTokenSource(limit ?? TimeSpan.FromMinutes(4));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} ran too long. Output so far:\n{output}\n{error}");
        }

        return new CommandRun(process.ExitCode, output.ToString(), error.ToString());
    }

    public static Process Start(
        string program, IEnumerable<string> arguments, string? directory, out StringBuilder output, out StringBuilder error,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory ?? RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        Process process = new() { StartInfo = start };
        StringBuilder collectedOutput = output = new StringBuilder(), collectedError = error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(collectedOutput, line.Data);
        process.ErrorDataReceived += (_, line) => Append(collectedError, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
    }
}
