using System.CommandLine;
using JanusCluster.Client.Hosting;
using JanusCluster.Hosting.Processes;
using Microsoft.AspNetCore.Builder;

namespace JanusCluster.Client.Cli;

/// <summary><c>serve</c>: a front that runs until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandScope scope)
    {
        var command = new Command("serve", "Run a front of a cluster until SIGTERM or Ctrl-C: it serves the HTTP API, and brings finished pictures to the blob store. "
            + "Settings: appsettings.json, the environment (Front__RedisConnection=…), or --Front:RedisConnection=….")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        scope.SetAction(command, (arguments, stopping) => RunAsync(scope, arguments.UnmatchedTokens, stopping));
        return command;
    }

    private static async Task<int> RunAsync(CommandScope scope, IReadOnlyList<string> args, CancellationToken stopping)
    {
        await using WebApplication host = FrontProcess.Build([.. args.Where(arg => arg != InputEnd.Option)]);
        if (args.Contains(InputEnd.Option))
            InputEnd.Watch(scope.Interruption.Raise);
        await FrontProcess.RunAsync(host, stopping);
        return ExitCode.Success;
    }
}
