using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>An engine whose images are encoded elsewhere.</summary>
public sealed class EncodingTests : IDisposable
{
    private readonly JanusModel _model = PeakedModel.Create();
    private readonly HandEncoder _encoder = new();

    [Fact]
    public void Step_ImageLate_OthersGoOnAndItFollows()
    {
        using InferenceEngine engine = New(_encoder);
        Collected asking = Collected.Add(engine, WithImage()), other = Collected.Add(engine, PeakedModel.Text(2));
        Collected.RunToEnd(engine);
        Assert.NotEmpty(other.Ids);
        Assert.Empty(asking.Ids);
        Assert.False(engine.IsIdle);
        _encoder.Finish(0);
        Collected.RunToEnd(engine);
        Assert.NotEmpty(asking.Ids);
        Assert.True(engine.IsIdle);
    }

    [Fact]
    public void Step_ImageFails_ThatRequestAlone()
    {
        using InferenceEngine engine = New(_encoder);
        Collected bad = Collected.Add(engine, WithImage()), good = Collected.Add(engine, PeakedModel.Text(2));
        engine.Step();
        _encoder.Fail(0);
        Collected.RunToEnd(engine);
        Assert.IsType<InvalidDataException>(bad.Error);
        CheckGood(engine, good);
    }

    [Fact]
    public void Step_EncoderRefuses_ThatRequestAlone()
    {
        using InferenceEngine engine = New(new HandEncoder { Refusal = new InvalidDataException("No such picture.") });
        Collected bad = Collected.Add(engine, WithImage()), good = Collected.Add(engine, PeakedModel.Text(2));
        Collected.RunToEnd(engine);
        Assert.IsType<InvalidDataException>(bad.Error);
        CheckGood(engine, good);
    }

    [Fact]
    public void Step_ImageFailsWhileAnotherWaitsForItsPlace_ThatOneRuns()
    {
        using InferenceEngine engine = New(new HandEncoder { Refusal = new InvalidDataException("No such picture.") }, maxRows: 1);
        Collected.Add(engine, WithImage());
        Collected good = Collected.Add(engine, PeakedModel.Text(2));
        Collected.RunToEnd(engine);
        CheckGood(engine, good);
    }

    [Fact]
    public void Step_PixelsOfAnotherSize_ThatRequestAlone()
    {
        using var engine = new InferenceEngine(_model, new EngineOptions { MaxRows = 4, KvBytes = 1 << 20 });
        Collected bad = Collected.Add(engine, WithImage() with { Pixels = [new float[3]] }), good = Collected.Add(engine, PeakedModel.Text(2));
        Collected.RunToEnd(engine);
        Assert.NotNull(bad.Error);
        CheckGood(engine, good);
    }

    [Fact]
    public void Step_FeaturesOfAnotherSize_ThatRequestAlone()
    {
        using var engine = new InferenceEngine(
            _model, new EngineOptions { MaxRows = 4, KvBytes = 1 << 20 }, (_, _) => Task.FromResult(torch.zeros(3, 32)));
        Collected bad = Collected.Add(engine, WithImage()), good = Collected.Add(engine, PeakedModel.Text(2));
        Collected.RunToEnd(engine);
        Assert.NotNull(bad.Error);
        CheckGood(engine, good);
    }

    [Fact]
    public void Cancel_WhileEncoding_EndsAndFreesItsMemory()
    {
        using InferenceEngine engine = New(_encoder);
        Collected asking = Collected.Add(engine, WithImage());
        engine.Step();
        asking.Sequence.Cancel();
        engine.Step();
        Assert.IsType<OperationCanceledException>(asking.Error);
        Assert.True(engine.IsIdle && _encoder.Cancellation.IsCancellationRequested);
        Assert.Equal(engine.Counters.Blocks, engine.Counters.FreeBlocks);
    }

    public void Dispose() => _model.Dispose();

    private static TextGeneration WithImage() => PeakedModel.Text(1) with
    {
        Prompt = new VisionPrompt(new int[] { 5, 6, 0, 0, 0, 0, 7 }, [2], 4),
        Pixels = [new float[768]],
    };

    private static void CheckGood(InferenceEngine engine, Collected good)
    {
        Assert.Null(good.Error);
        Assert.NotEmpty(good.Ids);
        Assert.True(engine.IsIdle);
        Assert.Equal(engine.Counters.Blocks, engine.Counters.FreeBlocks);
    }

    private InferenceEngine New(HandEncoder encoder, int maxRows = 4) =>
        new(_model, new EngineOptions { MaxRows = maxRows, KvBytes = 1 << 20 }, encoder.Encode);
}
