using JanusCluster.Imaging;
using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>A worker over a real model.</summary>
public sealed class VisionWorkerNumericsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly JanusModel _model = PeakedModel.Create();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Encode_SeveralAtOnce_EachIsWhatTheModelGives()
    {
        float[][] images = [.. Enumerable.Range(0, 5).Select(Pixels)];
        await using var worker = new VisionWorker(_model, new VisionWorkerOptions { Threads = 1 });
        torch.Tensor[] features = await Task.WhenAll(images.Select(image => worker.EncodeAsync(image, CancellationToken.None)))
            .WaitAsync(Limit, Token);
        for (int i = 0; i < images.Length; i++)
        {
            using torch.Tensor encoded = features[i];
            using torch.Tensor alone = EncodeAlone(images[i]);
            Assert.Equal([_model.Config.Vision.Patches, _model.Config.Language.HiddenSize], encoded.shape);
            Assert.True(encoded.is_contiguous());
            Assert.True(encoded.allclose(alone, 1e-4, 1e-5));
        }
    }

    /// <remarks>In batches these images would differ by a byte here and there, on the larger models: see VisionShare.</remarks>
    [Fact]
    public async Task Decode_RepeatedInAnotherOrder_SameBytes()
    {
        ushort[][] images = [.. Enumerable.Range(0, 6).Select(Codes)];
        await using var worker = new VisionWorker(_model, new VisionWorkerOptions { Threads = 1 });
        byte[][] first = await DecodeAsync(worker, images);
        await using var other = new VisionWorker(_model, new VisionWorkerOptions { Threads = 1 });
        byte[][] second = await DecodeAsync(other, [.. images.Reverse()]);
        Assert.Equal(first, second.Reverse());
        Assert.Equal(images.Length, first.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public async Task Decode_BatchedOrAlone_PixelsDifferByRoundingAtMost()
    {
        ushort[][] images = [Codes(1), Codes(2), [.. Codes(3).Take(7)], [.. Codes(4).Take(1)]];
        await using var alone = new VisionWorker(_model, new VisionWorkerOptions { MaxDecodes = 1, Threads = 1 });
        await using var batched = new VisionWorker(_model, new VisionWorkerOptions { MaxDecodes = 4, Threads = 1 });
        byte[][] one = await DecodeAsync(alone, images), all = await DecodeAsync(batched, images);
        for (int i = 0; i < images.Length; i++)
            Assert.All(one[i].Zip(all[i]), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [Theory]
    [InlineData(17, 0)]
    [InlineData(16, 50)]
    public async Task Decode_NoImageOfThisModel_FailsAlone(int count, int code)
    {
        await using var worker = new VisionWorker(_model, new VisionWorkerOptions { MaxDecodes = 4, Threads = 1 });
        Task<RgbImage> bad = worker.DecodeAsync(Enumerable.Repeat((ushort)code, count).ToArray(), CancellationToken.None);
        Task<RgbImage> good = worker.DecodeAsync(Codes(1), CancellationToken.None);
        await Assert.ThrowsAsync<ArgumentException>(() => bad.WaitAsync(Limit, Token));
        Assert.Equal(8, (await good.WaitAsync(Limit, Token)).Width);
    }

    [Fact]
    public async Task Rounds_Many_LeaveNoTensorBehind()
    {
        var counted = new CountedVision(new JanusVision(_model));
        await using var worker = new VisionWorker(counted, torch.CPU, new VisionWorkerOptions { Threads = 1 });
        for (int i = 0; i < 20; i++)
        {
            (await worker.EncodeAsync(Pixels(i), CancellationToken.None).WaitAsync(Limit, Token)).Dispose();
            await worker.DecodeAsync(Codes(i), CancellationToken.None).WaitAsync(Limit, Token);
            await Assert.ThrowsAsync<ArgumentException>(() => worker.EncodeAsync([0], CancellationToken.None).WaitAsync(Limit, Token));
        }

        // Disposing happens here, on another thread than making, so each encode counts one up on the worker's.
        long[] grown = [.. counted.Live.Zip(counted.Live.Skip(3), (before, after) => after - before)];
        Assert.All(grown, growth => Assert.Equal(1, growth));
    }

    public void Dispose() => _model.Dispose();

    private static async Task<byte[][]> DecodeAsync(VisionWorker worker, ushort[][] images) =>
        [.. (await Task.WhenAll(images.Select(codes => worker.DecodeAsync(codes, CancellationToken.None)))
            .WaitAsync(Limit, Token)).Select(image => image.Pixels.ToArray())];

    private static ushort[] Codes(int image) => [.. Enumerable.Range(0, 16).Select(i => (ushort)((image + (7 * i) + (image * i)) % 50))];

    private static float[] Pixels(int image) => [.. Enumerable.Range(0, 3 * 16 * 16).Select(i => MathF.Sin((image + 1) * i))];

    private torch.Tensor EncodeAlone(float[] pixels)
    {
        using var inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        return _model.EncodeImages(torch.tensor(pixels, [1, 3, 16, 16]))[0].MoveToOuterDisposeScope();
    }

    /// <summary>Notes the worker thread's live tensors at the begin of every call.</summary>
    private sealed class CountedVision(IVisionModel inner) : IVisionModel
    {
        public List<long> Live { get; } = [];

        public int CodesPerImage => inner.CodesPerImage;

        public IReadOnlyList<torch.Tensor> Encode(IReadOnlyList<float[]> images)
        {
            Live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return inner.Encode(images);
        }

        public IReadOnlyList<RgbImage> Decode(IReadOnlyList<ReadOnlyMemory<ushort>> images)
        {
            Live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
            return inner.Decode(images);
        }
    }
}
