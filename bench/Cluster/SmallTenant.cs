using System.Diagnostics;

namespace JanusCluster.Bench.Cluster;

/// <summary>A tenant that submits jobs of one image.</summary>
/// <param name="name">Its jobs' names begin with it.</param>
internal sealed class SmallTenant(BenchCluster cluster, string name)
{
    private const string Tenant = "small";

    /// <summary>Each job as soon as the one before is finished.</summary>
    public async Task<IReadOnlyList<SmallJobTimes>> OneByOneAsync(int jobs, CancellationToken cancellationToken)
    {
        var times = new List<SmallJobTimes>();
        for (int i = 0; i < jobs; i++)
            times.Add(await RunAsync(i, cancellationToken));
        return times;
    }

    /// <summary>A job each <paramref name="interval"/>, however many are unfinished.</summary>
    public async Task<IReadOnlyList<SmallJobTimes>> SpreadAsync(int jobs, TimeSpan interval, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var running = new List<Task<SmallJobTimes>>();
        for (int i = 0; i < jobs; i++)
        {
            TimeSpan wait = (i * interval) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            running.Add(RunAsync(i, cancellationToken));
        }

        return await Task.WhenAll(running);
    }

    private async Task<SmallJobTimes> RunAsync(int index, CancellationToken cancellationToken)
    {
        var job = new BenchJob(cluster, Tenant, $"{name}-{index}", BenchRequests.Images(1));
        long start = Stopwatch.GetTimestamp();
        await job.SubmitAsync();
        DateTimeOffset accepted = TimeProvider.System.GetUtcNow();
        await job.DurableAsync(cancellationToken);
        double total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new SmallJobTimes(total, ((await job.StartTimesAsync())[0] - accepted).TotalMilliseconds);
    }
}

/// <summary>Milliseconds of a job of one image.</summary>
/// <param name="Total">From the call that submits it to durable codes.</param>
/// <param name="Wait">From its acceptance until a place begins with it; around 0 when it need not wait.</param>
internal sealed record SmallJobTimes(double Total, double Wait);
