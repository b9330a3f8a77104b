using System.Diagnostics;

namespace JanusCluster.Bench.Cluster;

/// <summary>
/// A tenant that always has more queued than there are places. Its images begin one after the other: else all places
/// would fall free at the same moment, again and again.
/// </summary>
internal static class FloodingTenant
{
    /// <summary>Returns once its large job is accepted and every place is taken.</summary>
    /// <param name="places">Of all silos.</param>
    /// <param name="image">Time of an image.</param>
    public static async Task BeginAsync(BenchCluster cluster, int queued, int places, TimeSpan image, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var singles = new List<Task>();
        Task? large = null;
        // One place after the other falls free as soon as single images have run through all of them.
        for (int i = 0; i < places || !large!.IsCompleted; i++)
        {
            singles.Add(new BenchJob(cluster, "flood", $"single-{i}", 1).SubmitAsync());
            if (i >= places - 1)
                large ??= new BenchJob(cluster, "flood", "large", queued).SubmitAsync();
            TimeSpan wait = ((i + 1) * image / places) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
        }

        await large;
        await Task.WhenAll(singles);
    }
}
