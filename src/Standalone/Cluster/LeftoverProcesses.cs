using System.ComponentModel;
using System.Diagnostics;
using JanusCluster.Client.Hosting;

namespace JanusCluster.Standalone.Cluster;

/// <summary>Processes of a cluster whose own process was killed: ended before a new one begins on the same folder.</summary>
internal static class LeftoverProcesses
{
    /// <summary>Silos and fronts stop by themselves when their parent is gone; so long they are waited for.</summary>
    private static readonly TimeSpan OwnTime = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);

    /// <summary>Start times are reckoned anew by each process that asks.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    public static async Task EndAsync(ClusterFile file, ClusterWatch watch, CancellationToken cancellationToken)
    {
        // The database last: the others still write to it.
        foreach (ClusterProcess known in file.Processes.OrderBy(process => process.Role == ClusterRole.Redis))
        {
            using Process? process = Find(known);
            if (process is null)
                continue;
            watch.Note($"Ending {known.Name} of an earlier cluster on this folder (process {known.Pid}).");
            await EndAsync(process, known.Role == ClusterRole.Redis ? TimeSpan.Zero : OwnTime, watch.Time, cancellationToken);
        }
    }

    private static async Task EndAsync(Process process, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            // A dead one that nobody has buried yet still has its number.
            await process.WaitForExitAsync(cancellationToken).WaitAsync(KillTime, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <returns>Null when it is gone, also when its number is another process's now.</returns>
    private static Process? Find(ClusterProcess known)
    {
        try
        {
            var process = Process.GetProcessById(known.Pid);
            if ((process.StartTime.ToUniversalTime() - known.StartedAt.UtcDateTime).Duration() < Tolerance)
                return process;
            process.Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
