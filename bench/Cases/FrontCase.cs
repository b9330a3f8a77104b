using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cluster;
using JanusCluster.Bench.Front;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Bench.Cases;

/// <summary>
/// Load on a front over loopback: streams of answers, and jobs that are submitted beside them. Silo, Redis, front and the
/// clients share the machine's cores.
/// </summary>
/// <param name="Streams">Answers that are streamed at a time.</param>
/// <param name="Submitters">Clients that submit jobs; 0 for none.</param>
/// <param name="StepMilliseconds">Of the simulated engine: each stream gets a token a step.</param>
/// <param name="Seconds">How long it is measured, after a start of a tenth of that.</param>
internal sealed record FrontCase(string Name, int Streams, int Submitters, double StepMilliseconds, double Seconds)
{
    private const int CodesPerImage = 16, Images = 64, Samples = 30;

    public async Task<JsonObject> MeasureAsync(BenchOutput output, CancellationToken cancellationToken)
    {
        var model = new SimulatedSettings { StepMilliseconds = StepMilliseconds, MaxChats = Math.Max(1, Streams), MaxImages = Images, CodesPerImage = CodesPerImage };
        await using BenchCluster cluster = await BenchCluster.StartAsync(model, 1, cancellationToken);
        await using FrontServer front = await FrontServer.StartAsync(cluster.Redis.Address, cluster.Blobs, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chat = new ChatLoad(front.Client, Streams);
        var jobs = new EnqueueLoad(front.Client, Submitters);
        output.Note($"front {Name}: {Streams} streams, {Submitters} clients that submit, {Seconds:F0} s …");
        Task running = Task.WhenAll(chat.RunAsync(stop.Token), jobs.RunAsync(stop.Token));
        await Task.Delay(TimeSpan.FromSeconds(Seconds / 10), cancellationToken);
        long tokens = chat.Tokens, started = Stopwatch.GetTimestamp();
        int submitted = jobs.Milliseconds.Count;
        List<double> resident = await SampleAsync(front, output, cancellationToken);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        tokens = chat.Tokens - tokens;
        double[] submissions = [.. jobs.Milliseconds.Skip(submitted)];
        submitted = jobs.Milliseconds.Count - submitted;
        await stop.CancelAsync();
        await running;
        if (chat.FirstFailure is { } failure)
            output.Note($"front {Name}: the first failure: {failure}");
        return new JsonObject
        {
            ["bench"] = "front",
            ["case"] = Name,
            ["cores"] = Environment.ProcessorCount,
            ["streams"] = Streams,
            ["submitters"] = Submitters,
            ["step_ms"] = StepMilliseconds,
            ["seconds"] = Numbers.Round(seconds),
            ["tokens_per_s"] = Numbers.Round(tokens / seconds),
            ["answers"] = chat.Answers,
            ["enqueued_per_s"] = Numbers.Round(submitted / seconds),
            ["enqueue_p50_ms"] = submissions.Length == 0 ? null : Numbers.Round(Numbers.Percentile(submissions, 0.5)),
            ["enqueue_p99_ms"] = submissions.Length == 0 ? null : Numbers.Round(Numbers.Percentile(submissions, 0.99)),
            ["failures"] = chat.Failures + jobs.Failures,
            ["resident_mb_first_fifth"] = Numbers.Round(Numbers.Median(resident[..(Samples / 5)])),
            ["resident_mb_last_fifth"] = Numbers.Round(Numbers.Median(resident[^(Samples / 5)..])),
            ["resident_mb_most"] = Numbers.Round(resident.Max()),
        };
    }

    private async Task<List<double>> SampleAsync(FrontServer front, BenchOutput output, CancellationToken cancellationToken)
    {
        var megabytes = new List<double>();
        for (int i = 0; i < Samples; i++)
        {
            await Task.Delay(TimeSpan.FromSeconds(Seconds / Samples), cancellationToken);
            megabytes.Add(front.Resident / 1e6);
        }

        output.Note($"front {Name}: the front holds {megabytes[^1]:F0} MB");
        return megabytes;
    }
}
