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
internal sealed record ClusterFairnessCase(int Queued, int Jobs, int Silos, int Places, int Codes, double StepMilliseconds)
{
    /// <summary>How much of its fair share the tenant asks for when its jobs come spread.</summary>
    private const double Load = 0.6;

    private TimeSpan Image => TimeSpan.FromMilliseconds(Codes * StepMilliseconds);

    private TimeSpan Interval => Image / (Load * Silos * Places / 2);

    public async IAsyncEnumerable<JsonObject> MeasureAsync(BenchOutput output, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        output.Note($"cluster fairness: twice {Jobs} single images alone on {Silos * Places / 2} places …");
        Times alone = await RunAsync(Places / 2, 0, cancellationToken);
        output.Note($"cluster fairness: the same beside {Queued} answers on {Silos * Places} places …");
        Times beside = await RunAsync(Places, Queued, cancellationToken);
        yield return Describe("one_by_one", alone.OneByOne, beside.OneByOne);
        yield return Describe("spread", alone.Spread, beside.Spread);
    }

    private async Task<Times> RunAsync(int places, int queued, CancellationToken cancellationToken)
    {
        var model = new SimulatedSettings { StepMilliseconds = StepMilliseconds, CodesPerImage = Codes, MaxImages = places };
        await using BenchCluster cluster = await BenchCluster.StartAsync(model, Silos, cancellationToken);
        await new SmallTenant(cluster, "warm-up").OneByOneAsync(1, cancellationToken);
        if (queued > 0)
            await FloodAsync(cluster, queued, cancellationToken);
        return new Times(
            await new SmallTenant(cluster, "one-by-one").OneByOneAsync(Jobs, cancellationToken),
            await new SmallTenant(cluster, "spread").SpreadAsync(Jobs, Interval, cancellationToken));
    }

    /// <summary>Answers differ in length, so that places fall free one by one: equal images that began together end together.</summary>
    private async Task FloodAsync(BenchCluster cluster, int queued, CancellationToken cancellationToken)
    {
        await new BenchJob(cluster, "flood", "large", BenchRequests.Answers(queued, Codes)).SubmitAsync();
        await Task.Delay(2 * Image, cancellationToken);
    }

    private JsonObject Describe(string arrival, IReadOnlyList<double> alone, IReadOnlyList<double> beside)
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
            ["jobs"] = Jobs,
            ["codes"] = Codes,
            ["step_ms"] = StepMilliseconds,
            ["image_ms"] = Image.TotalMilliseconds,
        };
        foreach (int percent in (int[])[50, 99])
        {
            double own = Numbers.Percentile(alone, percent / 100.0), shared = Numbers.Percentile(beside, percent / 100.0);
            result[$"alone_p{percent}_ms"] = Numbers.Round(own);
            result[$"beside_p{percent}_ms"] = Numbers.Round(shared);
            result[$"ratio_p{percent}"] = Numbers.Round(shared / own);
        }

        return result;
    }

    private sealed record Times(IReadOnlyList<double> OneByOne, IReadOnlyList<double> Spread);
}
