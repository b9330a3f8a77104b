using JanusCluster.Model.Engine;
using JanusCluster.Model.Tests.Engine.Mixes;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>A thousand steps with requests that come and go leave nothing behind. Runs alone: the process's memory is everybody's.</summary>
[Collection(nameof(LongRunTests))]
[CollectionDefinition(nameof(LongRunTests), DisableParallelization = true)]
public sealed class LongRunTests : IDisposable
{
    private const int Steps = 1000;
    private const long MostGrowth = 64 << 20;

    private readonly JanusModel _model = PeakedModel.Create();

    public static TheoryData<string> Names => TransformerFactory.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_ThousandTimes_NoTensorAndLittleMemoryMore(string name)
    {
        var requests = new MixRequests(_model.Config, codes: 16, PeakedModel.Eos, temperature: 1);
        using var engine = new InferenceEngine(
            _model, TransformerFactory.Create(name, _model, blocks: 40), new EngineOptions { MaxRows = 8, HostPrefixBytes = 1 << 16 });
        Run(engine, requests, 300);
        long tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount, bytes = WorkingSet();
        for (int part = 0; part < 10; part++)
        {
            Run(engine, requests, Steps / 10);
            Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.InRange(WorkingSet() - bytes, long.MinValue, MostGrowth);
        Assert.True(engine.Counters.Preemptions > 0 && engine.Counters.Prefixes.Evictions > 0);
    }

    public void Dispose() => _model.Dispose();

    private static long WorkingSet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Environment.WorkingSet;
    }

    /// <summary>So many steps, and then until the engine is idle.</summary>
    private static void Run(InferenceEngine engine, MixRequests requests, int steps)
    {
        var cancelled = new List<Sequence>();
        for (int step = 0; step < steps; step++)
        {
            if (step % 4 == 0)
                engine.Add(Recorded.Of(requests, new ImageSpec(step % 3, 4 + (step % 30), step % 8 == 0, RequestClass.Bulk, 0, 0, step), []).Sequence);
            if (step % 6 == 0)
                engine.Add(Recorded.Of(requests, new TextSpec(step % 2, step % 5, 10 + (step % 40), step % 3, step % 4, 8, 0, 0, step), []).Sequence);
            if (step % 20 == 0)
            {
                Sequence last = Recorded.Of(requests, new ImageSpec(1, 20, true, RequestClass.Interactive, 0, 0, step), []).Sequence;
                engine.Add(last);
                cancelled.Add(last);
            }

            engine.Step();
            if (step % 20 == 5)
                cancelled.ForEach(sequence => sequence.Cancel());
        }

        Collected.RunToEnd(engine);
        Assert.True(engine.IsIdle);
    }
}
