using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Cluster;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Bench.Cases;

/// <summary>
/// A tenant with single images beside one that floods the queue, against the same tenant alone with half of the places,
/// which is its fair share.
/// </summary>
/// <param name="Queued">Answers that the other tenant has queued.</param>
/// <param name="Places">Images at a time of each silo; even.</param>
internal sealed record ClusterFairnessCase(int Queued, int Rounds, int Silos, int Places, int Codes, double StepMilliseconds)
{
    private const int Jobs = 10;

    /// <summary>How much of its fair share the tenant asks for when its jobs come spread.</summary>
    private const double Load = 0.6;

    private TimeSpan Image => TimeSpan.FromMilliseconds(Codes * StepMilliseconds);

    private TimeSpan Interval => Image / (Load * Silos * Places / 2);

    /// <summary>By turns in both clusters: a machine that slows down slows both.</summary>
    public async IAsyncEnumerable<JsonObject> MeasureAsync(BenchOutput output, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using BenchCluster half = await StartAsync(Places / 2, cancellationToken), whole = await StartAsync(Places, cancellationToken);
        await FloodAsync(whole, cancellationToken);
        Times alone = new([], []), beside = new([], []);
        for (int round = 0; round < Rounds; round++)
        {
            await RunAsync(half, round, alone, cancellationToken);
            await RunAsync(whole, round, beside, cancellationToken);
            output.Note($"cluster fairness: round {round + 1} of {Rounds}: {alone.OneByOne[^1].Total:F0} ms alone on {Silos * Places / 2} places, {beside.OneByOne[^1].Total:F0} ms on {Silos * Places} beside {Queued} answers");
        }

        yield return Describe("one_by_one", alone.OneByOne, beside.OneByOne);
        yield return Describe("spread", alone.Spread, beside.Spread);
    }

    private async Task<BenchCluster> StartAsync(int places, CancellationToken cancellationToken)
    {
        var model = new SimulatedSettings { StepMilliseconds = StepMilliseconds, CodesPerImage = Codes, MaxImages = places };
        BenchCluster cluster = await BenchCluster.StartAsync(model, Silos, cancellationToken);
        // What runs for the first time is compiled first.
        await new SmallTenant(cluster, "warm-up").OneByOneAsync(1, cancellationToken);
        return cluster;
    }

    private async Task RunAsync(BenchCluster cluster, int round, Times times, CancellationToken cancellationToken)
    {
        times.OneByOne.AddRange(await new SmallTenant(cluster, $"one-by-one-{round}").OneByOneAsync(Jobs, cancellationToken));
        times.Spread.AddRange(await new SmallTenant(cluster, $"spread-{round}").SpreadAsync(Jobs, Interval, cancellationToken));
    }

    /// <summary>Answers differ in length, so that places fall free one by one: equal images that began together end together.</summary>
    private async Task FloodAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        await new BenchJob(cluster, "flood", "large", BenchRequests.Answers(Queued, Codes)).SubmitAsync();
        await Task.Delay(2 * Image, cancellationToken);
    }

    private JsonObject Describe(string arrival, IReadOnlyList<SmallJobTimes> alone, IReadOnlyList<SmallJobTimes> beside)
    {
        var result = new JsonObject
        {
            ["bench"] = "cluster",
            ["case"] = "fairness",
            ["cores"] = Environment.ProcessorCount,
            ["arrival"] = arrival,
            ["silos"] = Silos,
            ["places"] = Places,
            ["queued"] = Queued,
            ["jobs"] = Rounds * Jobs,
            ["codes"] = Codes,
            ["step_ms"] = StepMilliseconds,
            ["image_ms"] = Image.TotalMilliseconds,
        };
        foreach (int percent in (int[])[50, 99])
        {
            double own = Numbers.Percentile(alone.Select(job => job.Total), percent / 100.0);
            double shared = Numbers.Percentile(beside.Select(job => job.Total), percent / 100.0);
            result[$"alone_p{percent}_ms"] = Numbers.Round(own);
            result[$"beside_p{percent}_ms"] = Numbers.Round(shared);
            result[$"ratio_p{percent}"] = Numbers.Round(shared / own);
        }

        result["alone_wait_mean_ms"] = Numbers.Round(alone.Average(job => job.Wait));
        result["beside_wait_mean_ms"] = Numbers.Round(beside.Average(job => job.Wait));
        result["place_free_every_ms"] = Numbers.Round(Image.TotalMilliseconds / (Silos * Places));
        return result;
    }

    private sealed record Times(List<SmallJobTimes> OneByOne, List<SmallJobTimes> Spread);
}
