using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine;

public sealed class FixedShapeTests : IDisposable
{
    private readonly JanusModel _model = PeakedModel.Create();

    [Fact]
    public void Step_DeterministicOnLibTorch_SameIdsAloneAndInAMixAndResumed()
    {
        ImageGeneration image = PeakedModel.Image(7, 70);
        IReadOnlyList<int> alone = Draw(image, []);
        Assert.Equal(16, alone.Count);
        Assert.Equal(alone, Draw(image, [PeakedModel.Image(1, 70), PeakedModel.Image(2, 9), PeakedModel.Image(3, 30, guidance: 1)]));
        Assert.Equal(alone, Draw(image with { Resume = [.. alone.Take(5).Select(code => (ushort)code)] }, [PeakedModel.Image(4, 12)]));
    }

    public void Dispose() => _model.Dispose();

    private IReadOnlyList<int> Draw(ImageGeneration request, ImageGeneration[] others)
    {
        var options = new EngineOptions { MaxRows = 8, KvBytes = 1 << 20, Deterministic = true, TokensPerStep = 80 };
        using var engine = new InferenceEngine(_model, new Model.Runtime.Torch.TorchTransformer(_model, 64, options.MaxRows), options);
        foreach (ImageGeneration other in others)
            Collected.Add(engine, other);
        engine.Step();
        Collected drawn = Collected.Add(engine, request);
        Collected.RunToEnd(engine);
        return drawn.Ids;
    }
}
