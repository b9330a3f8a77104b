using System.Collections.Concurrent;
using CsCheck;
using JanusCluster.Model.Tests.Engine.Mixes;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>
/// In deterministic mode drawn ids depend on their request alone: with pre-emption, arrivals, cancellations
/// and resuming, each request gets the ids that it gets in a new engine all to itself.
/// </summary>
public sealed class DeterminismTests : IDisposable
{
    private const int Seeds = 4;

    private readonly JanusModel _model = LivelyModel.Create();

    public static TheoryData<string> Names => TransformerFactory.Deterministic;

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_AnyMixWithSampling_DrawsWhatEachDrawsAlone(string transformer)
    {
        var requests = new MixRequests(_model.Config, codes: 16, PeakedModel.Eos, temperature: 1);
        var alone = new ConcurrentDictionary<Mixes.Spec, IReadOnlyList<int>>();
        var single = new MixRunner(_model, requests, transformer, _ => throw new InvalidOperationException("What runs alone resumes nothing."));
        var runner = new MixRunner(_model, requests, transformer, Alone);
        long preemptions = 0;
        MixGen.Mixes(Seeds).Sample(
            mix =>
            {
                MixResult result = runner.Run(mix);
                MixAssert.AllEnded(mix, result);
                preemptions += result.Ended.Preemptions;
                Assert.All(result.Requests, Check);
            },
            iter: 200 * MixGen.Scale, threads: 1);
        Assert.True(preemptions > 0);

        IReadOnlyList<int> Alone(Mixes.Spec content) => alone.GetOrAdd(content, one => single.RunAlone(one).Ids);

        void Check(Recorded request)
        {
            IReadOnlyList<int> expected = Alone(request.Spec.Content());
            Assert.Equal(request.Errors.Count == 0 ? expected : expected.Take(request.Ids.Count), request.Ids);
        }
    }

    public void Dispose() => _model.Dispose();
}
