using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

public sealed class InferenceEngineTests : IDisposable
{
    private readonly JanusModel _model = PeakedModel.Create();

    [Fact]
    public void Step_MixedRequests_EachGetsWhatItGetsAlone()
    {
        ImageGeneration[] images = [.. Enumerable.Range(0, 5).Select(i => PeakedModel.Image(i, 4 + i, guidance: i == 2 ? 1 : 5))];
        TextGeneration[] texts = [.. Enumerable.Range(0, 3).Select(i => PeakedModel.Text(i, 3 + (4 * i)))];
        var alone = images.Select(request => RunAlone(engine => Collected.Add(engine, request)))
            .Concat(texts.Select(request => RunAlone(engine => Collected.Add(engine, request)))).ToList();

        InferenceEngine engine = New();
        var together = new List<Collected>();
        foreach (ImageGeneration request in images)
        {
            together.Add(Collected.Add(engine, request));
            engine.Step();
        }

        together.AddRange(texts.Select(request => Collected.Add(engine, request)));
        Collected.RunToEnd(engine);
        Assert.Equal(alone.Select(one => one.Ids), together.Select(one => one.Ids));
    }

    [Fact]
    public void Step_SameSeed_SameImageOtherSeedAnother()
    {
        IReadOnlyList<int> first = RunAlone(engine => Collected.Add(engine, PeakedModel.Image(1))).Ids;
        Assert.Equal(16, first.Count);
        Assert.Equal(first, RunAlone(engine => Collected.Add(engine, PeakedModel.Image(1))).Ids);
        ImageGeneration other = PeakedModel.Image(1);
        Assert.NotEqual(first, RunAlone(engine => Collected.Add(engine, other with { Sampling = other.Sampling with { Seed = 2 } })).Ids);
    }

    [Fact]
    public void Step_MoreThanFits_WaitsAndFinishesAll()
    {
        InferenceEngine engine = New(maxRows: 4);
        var all = Enumerable.Range(0, 7).Select(i => Collected.Add(engine, PeakedModel.Image(i))).ToList();
        Collected.RunToEnd(engine);
        Assert.All(all, one => Assert.Equal(16, one.Ids.Count));
    }

    [Fact]
    public void Step_ResumedText_GoesOnAsIfNeverStopped()
    {
        IReadOnlyList<int> whole = RunAlone(engine => Collected.Add(engine, PeakedModel.Text(3))).Ids;
        Assert.True(whole.Count > 4);
        IReadOnlyList<int> resumed = RunAlone(engine => Collected.Add(engine, PeakedModel.Text(3, resume: [.. whole.Take(4)]))).Ids;
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void Cancel_RunningAndWaiting_LeavesTheOthersAlone()
    {
        InferenceEngine engine = New(maxRows: 4);
        Collected running = Collected.Add(engine, PeakedModel.Image(1)), kept = Collected.Add(engine, PeakedModel.Image(2));
        Collected waiting = Collected.Add(engine, PeakedModel.Image(3));
        engine.Step();
        running.Sequence.Cancel();
        waiting.Sequence.Cancel();
        Collected.RunToEnd(engine);
        Assert.IsType<OperationCanceledException>(running.Error);
        Assert.IsType<OperationCanceledException>(waiting.Error);
        Assert.Null(kept.Error);
        Assert.Equal(RunAlone(alone => Collected.Add(alone, PeakedModel.Image(2))).Ids, kept.Ids);
    }

    [Fact]
    public void Abandon_RunningAndWaiting_FailsAllAndIsIdle()
    {
        InferenceEngine engine = New(maxRows: 2);
        Collected[] all = [Collected.Add(engine, PeakedModel.Image(1)), Collected.Add(engine, PeakedModel.Image(2)), Collected.Add(engine, PeakedModel.Text(1))];
        engine.Step();
        engine.Abandon(new ObjectDisposedException("engine"));
        Assert.All(all, one => Assert.IsType<ObjectDisposedException>(one.Error));
        Assert.True(engine.IsIdle);
        Assert.False(engine.Step());
    }

    [Fact]
    public void Step_NotFiniteLogits_FailsThatRequestAlone()
    {
        InferenceEngine engine = New();
        TextGeneration poisoned = PeakedModel.Text(1) with { Pixels = [[.. Enumerable.Repeat(float.NaN, 3 * 16 * 16)]] };
        poisoned = poisoned with { Prompt = new(Enumerable.Repeat(5, 8).ToArray(), [2], 4) };
        Collected bad = Collected.Add(engine, poisoned), good = Collected.Add(engine, PeakedModel.Text(2));
        Collected.RunToEnd(engine);
        Assert.IsType<ArithmeticException>(bad.Error);
        Assert.Null(good.Error);
        Assert.NotEmpty(good.Ids);
    }

    [Fact]
    public void Add_LargerThanTheEngine_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Collected.Add(New(maxRows: 1), PeakedModel.Image(1)));
        Assert.Throws<ArgumentException>(() => Collected.Add(New(kvBytes: 1000), PeakedModel.Image(1)));
    }

    [Fact]
    public void Step_ManySequences_LeavesNoTensorBehind()
    {
        InferenceEngine engine = New();
        Run();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 5; i++)
            Run();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Run()
        {
            for (int i = 0; i < 4; i++)
            {
                Collected.Add(engine, PeakedModel.Image(i));
                Collected.Add(engine, PeakedModel.Text(i));
            }

            Collected.RunToEnd(engine);
        }
    }

    public void Dispose() => _model.Dispose();

    private Collected RunAlone(Func<InferenceEngine, Collected> add)
    {
        InferenceEngine engine = New();
        Collected collected = add(engine);
        Collected.RunToEnd(engine);
        return collected;
    }

    private InferenceEngine New(int maxRows = 32, long kvBytes = 64 << 20) =>
        new(_model, new EngineOptions { MaxRows = maxRows, KvBytes = kvBytes });
}
