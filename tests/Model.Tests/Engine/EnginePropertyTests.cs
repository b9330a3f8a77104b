using CsCheck;
using JanusCluster.Model.Tests.Engine.Mixes;
using JanusCluster.Model.Tests.Golden;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>
/// Whatever mix of requests an engine gets, and however little memory it has: each request gets the ids that recomputing
/// everything for it alone gives.
/// </summary>
public sealed class EnginePropertyTests
{
    public static TheoryData<string> Names => TransformerFactory.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_AnyMix_EachGetsWhatRecomputingGives(string transformer)
    {
        using JanusModel model = LivelyModel.Create();
        Totals totals = Run(model, new MixRequests(model.Config, codes: 16, PeakedModel.Eos, temperature: 0), transformer, 200 * MixGen.Scale);
        Assert.True(10 * totals.WithPreemption >= totals.Mixes, $"{totals}");
        // With fixed shapes only whole pieces of 64 tokens are shared, which these prompts do not have.
        Assert.True((totals.HitTokens > 0 && totals.Evictions > 0) || TransformerFactory.IsFixed(transformer), $"{totals}");
        Assert.True(20 * totals.Ties <= totals.Requests, $"{totals}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_AnyMixOfTheGoldenCheckpoint_EachGetsWhatRecomputingGives(string transformer)
    {
        var requests = new MixRequests(GoldenModel.Config, codes: 16, (int)GoldenTexts.EndId, temperature: 0);
        Totals totals = Run(GoldenModel.Of("model.safetensors"), requests, transformer, 20 * MixGen.Scale);
        Assert.True(10 * totals.Ties <= totals.Requests, $"{totals}");
    }

    private static Totals Run(JanusModel model, MixRequests requests, string transformer, int mixes)
    {
        var naive = new Naive(model, requests);
        var runner = new MixRunner(model, requests, transformer, naive.IdsOf);
        var totals = new Totals();
        MixGen.Mixes().Sample(
            mix =>
            {
                MixResult result = runner.Run(mix);
                MixAssert.AllEnded(mix, result);
                totals.Add(result, result.Requests.Count(request => !naive.Check(request, whole: request.Errors.Count == 0)));
            },
            iter: mixes, threads: 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{totals}");
        return totals;
    }

    /// <summary>What happened in all mixes together.</summary>
    private sealed record Totals
    {
        public int Mixes { get; private set; }

        public int Requests { get; private set; }

        public int Ties { get; private set; }

        public int WithPreemption { get; private set; }

        public long HitTokens { get; private set; }

        public long Evictions { get; private set; }

        public void Add(MixResult result, int ties)
        {
            Mixes++;
            Requests += result.Requests.Count;
            Ties += ties;
            WithPreemption += result.Ended.Preemptions > 0 ? 1 : 0;
            HitTokens += result.Ended.Prefixes.HitTokens;
            Evictions += result.Ended.Prefixes.Evictions;
        }
    }
}
