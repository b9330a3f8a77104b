using System.CommandLine;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Cli;

/// <summary><c>cluster drain SILO</c>: has a silo finish, keep what it has made, and leave.</summary>
internal static class DrainCommand
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan NotePeriod = TimeSpan.FromSeconds(5);

    public static Command Create(CommandScope scope)
    {
        var silo = new Argument<string>("SILO") { Description = "Its name or address, as cluster status shows them." };
        var command = new Command("drain", "Have a silo take no more work, keep what it has made, and leave the cluster; waits until it has left.") { silo };
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (arguments, _) => Task.FromResult(arguments.GetValue(silo)!),
            (session, wanted, cancellationToken) => RunAsync(scope, session, wanted, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandScope scope, IClusterSession session, string wanted, CancellationToken cancellationToken)
    {
        IClusterSilos silos = session.Silos;
        SiloDescription silo = SiloChoice.Choose(await silos.DescribeAsync(cancellationToken), wanted);
        await silos.DrainAsync(silo.Address, cancellationToken);
        scope.Output.Note($"{silo.Name} is draining; {silo.Running} of {silo.Places} places are taken.");

        long started = scope.Time.GetTimestamp(), noted = started;
        while (await IsThereAsync(silos, silo.Address, cancellationToken))
        {
            await Task.Delay(Period, scope.Time, cancellationToken);
            if (scope.Time.GetElapsedTime(noted) < NotePeriod)
                continue;
            noted = scope.Time.GetTimestamp();
            scope.Output.Note($"{silo.Name} is still draining after {scope.Time.GetElapsedTime(started).TotalSeconds:F0} s.");
        }

        scope.Output.Result($"{silo.Name} has left the cluster.");
        return ExitCode.Success;
    }

    /// <summary>The silo that answered us may be the one that leaves: then another one is asked.</summary>
    private static async Task<bool> IsThereAsync(IClusterSilos silos, string address, CancellationToken cancellationToken)
    {
        try
        {
            return (await silos.FindAsync(cancellationToken)).Contains(address);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }
}
