using JanusCluster.Imaging;
using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>Images of four codes, computed when the test says so. The first code or pixel is the image's number.</summary>
internal sealed class HandDrivenVision : IVisionModel
{
    public const ushort Bad = 666;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _allowed = new(0);

    public int CodesPerImage => 4;

    /// <summary>Every batch that was begun: its kind and its images' numbers.</summary>
    public List<string> Batches { get; } = [];

    public int Threads { get; private set; }

    /// <summary>The codes of a finished image, or of an unfinished one.</summary>
    public static ushort[] Codes(ushort number, int count = 4) => [.. Enumerable.Repeat(number, count)];

    /// <summary>Waits until a batch has begun.</summary>
    public async Task BegunAsync() => Assert.True(await _begun.WaitAsync(Limit, TestContext.Current.CancellationToken));

    /// <summary>Lets this many batches go on.</summary>
    public void Allow(int batches = 1) => _allowed.Release(batches);

    public IReadOnlyList<torch.Tensor> Encode(IReadOnlyList<float[]> images)
    {
        Begin("encode", images.Select(image => (int)image[0]));
        return [.. images.Select(image => torch.tensor(image))];
    }

    public IReadOnlyList<RgbImage> Decode(IReadOnlyList<ReadOnlyMemory<ushort>> images)
    {
        Begin(images[0].Length == CodesPerImage ? "decode" : "preview", images.Select(image => (int)image.Span[0]));
        return [.. images.Select(image => new RgbImage(1, 1, [(byte)image.Span[0], 0, 0]))];
    }

    private void Begin(string kind, IEnumerable<int> numbers)
    {
        Threads = torch.get_num_threads();
        int[] all = [.. numbers];
        Batches.Add($"{kind} {string.Join(' ', all)}");
        _begun.Release();
        Assert.True(_allowed.Wait(Limit));
        if (all.Contains(Bad))
            throw new InvalidOperationException("This one cannot be computed.");
    }
}
