using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

public sealed class ImageFeaturesTests
{
    private readonly HandEncoder _encoder = new();

    [Fact]
    public void Collect_FirstImageLate_StopsBeforeIt()
    {
        using ImageFeatures features = New();
        features.Request(0, _encoder.Encode);
        Assert.Equal(2, features.Collect());
        _encoder.Finish(1);
        Assert.Equal(2, features.Collect());
        _encoder.Finish(0);
        Assert.Equal(int.MaxValue, features.Collect());
    }

    [Fact]
    public void Collect_SecondImageLate_StopsBeforeThat()
    {
        using ImageFeatures features = New();
        features.Request(0, _encoder.Encode);
        _encoder.Finish(0);
        Assert.Equal(10, features.Collect());
    }

    [Fact]
    public void Collect_All_EachHasItsRows()
    {
        using ImageFeatures features = New();
        features.Request(0, _encoder.Encode);
        torch.Tensor second = _encoder.Finish(1, 2), first = _encoder.Finish(0, 1);
        features.Collect();
        Assert.Equal([8, 32], features.Values!.shape);
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2], features.Values.select(1, 31).data<float>().ToArray());
        Assert.True(first.IsInvalid && second.IsInvalid); // taken over
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(5, 2)]
    [InlineData(6, 1)] // behind the first image
    [InlineData(13, 1)]
    [InlineData(14, 0)]
    public void Request_FromAPosition_EncodesWhatEndsBehindIt(int position, int images)
    {
        using ImageFeatures features = New();
        features.Request(position, _encoder.Encode);
        Assert.Equal(images, _encoder.Count);
        Assert.Equal(images == 0 ? int.MaxValue : images == 1 ? 10 : 2, features.Collect());
    }

    [Fact]
    public void Collect_Failed_Throws()
    {
        using ImageFeatures features = New();
        features.Request(0, _encoder.Encode);
        _encoder.Fail(0);
        Assert.Throws<InvalidDataException>(() => features.Collect());
    }

    [Fact]
    public async Task Dispose_WhileEncoding_CancelsAndDisposesWhatComesLate()
    {
        ImageFeatures features = New();
        features.Request(0, _encoder.Encode);
        features.Dispose();
        Assert.True(_encoder.Cancellation.IsCancellationRequested);
        torch.Tensor late = _encoder.Finish(0);
        for (int i = 0; i < 1000 && !late.IsInvalid; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken); // another thread disposes it
        Assert.True(late.IsInvalid);
        _encoder.Fail(1); // and a failure is nobody's any more
    }

    [Fact]
    public void Dispose_Collected_DisposesTheValues()
    {
        ImageFeatures features = New();
        features.Request(0, _encoder.Encode);
        _encoder.Finish(0);
        features.Collect();
        torch.Tensor values = features.Values!;
        features.Dispose();
        Assert.True(values.IsInvalid);
    }

    /// <summary>Images at 2 and 10, of four tokens each.</summary>
    private static ImageFeatures New() => new(PeakedModel.Text(1) with
    {
        Prompt = new VisionPrompt(new int[16], [2, 10], 4),
        Pixels = [new float[768], new float[768]],
    });
}
