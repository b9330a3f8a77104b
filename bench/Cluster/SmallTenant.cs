using System.Diagnostics;

namespace JanusCluster.Bench.Cluster;

/// <summary>A tenant that submits jobs of one image.</summary>
/// <param name="name">Its jobs' names begin with it.</param>
internal sealed class SmallTenant(BenchCluster cluster, string name)
{
    private const string Tenant = "small";

    /// <summary>Each job as soon as the one before is finished.</summary>
    /// <returns>Milliseconds from the submission of each to its durable codes.</returns>
    public async Task<IReadOnlyList<double>> OneByOneAsync(int jobs, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (int i = 0; i < jobs; i++)
            times.Add(await RunAsync(i, cancellationToken));
        return times;
    }

    /// <summary>A job each <paramref name="interval"/>, however many are unfinished.</summary>
    /// <inheritdoc cref="OneByOneAsync" path="/returns"/>
    public async Task<IReadOnlyList<double>> SpreadAsync(int jobs, TimeSpan interval, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var running = new List<Task<double>>();
        for (int i = 0; i < jobs; i++)
        {
            TimeSpan wait = (i * interval) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, cancellationToken);
            running.Add(RunAsync(i, cancellationToken));
        }

        return await Task.WhenAll(running);
    }

    private async Task<double> RunAsync(int index, CancellationToken cancellationToken)
    {
        var job = new BenchJob(cluster, Tenant, $"{name}-{index}", BenchRequests.Images(1));
        long start = Stopwatch.GetTimestamp();
        await job.SubmitAsync();
        await job.DurableAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
