using System.Collections.Concurrent;
using JanusCluster.Imaging;
using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>Previews of an image of ten codes, over a decoder that the test drives by hand.</summary>
public sealed class ImagePreviewsTests : IDisposable
{
    private const int Total = 10;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<TaskCompletionSource<RgbImage>> _decodes = [];
    private readonly List<int> _asked = [];
    private readonly BlockingCollection<int> _shown = [];
    private Action<ImagePreview>? _show;

    [Fact]
    public async Task Advance_QuickDecoder_ShowsOneEveryInterval()
    {
        await using ImagePreviews previews = New(3);
        for (int count = 1; count <= Total; count++)
        {
            previews.Advance(new ushort[count], Total);
            if (_decodes.TryDequeue(out TaskCompletionSource<RgbImage>? decode))
            {
                decode.SetResult(Image);
                Assert.Equal(count, NextShown());
                await EndedAsync(previews);
            }
        }

        Assert.Equal([3, 6, 9], _asked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Total)]
    public async Task Advance_NoIntervalWithinTheImage_AsksForNone(int interval)
    {
        await using ImagePreviews previews = New(interval);
        Run(previews, 1, Total);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Advance_SlowDecoder_SkipsWhatFallsDueMeanwhile()
    {
        await using ImagePreviews previews = New(2);
        Run(previews, 1, 7); // 4 and 6 are skipped
        Assert.Equal([2], _asked);
        Answer();
        Assert.Equal(2, NextShown());
        await EndedAsync(previews);
        Run(previews, 8, 8);
        Assert.Equal([2, 8], _asked);
        Answer();
        Assert.Equal(8, NextShown());
    }

    [Fact]
    public async Task Advance_LastCode_CancelsAndShowsNoMore()
    {
        await using (ImagePreviews previews = New(2))
        {
            Run(previews, 1, Total);
            Assert.True(_decodes.First().Task.IsCanceled);
        }

        Assert.Empty(_shown);
    }

    [Fact]
    public async Task End_WhileDecoding_ShowsNoMore()
    {
        await using (ImagePreviews previews = New(2))
        {
            Run(previews, 1, 2);
            previews.End();
            Run(previews, 3, 9);
            Assert.True(_decodes.First().Task.IsCanceled);
        }

        Assert.Equal([2], _asked);
        Assert.Empty(_shown);
    }

    [Fact]
    public async Task Dispose_WhileShowing_WaitsForIt()
    {
        using var release = new SemaphoreSlim(0);
        _show = preview => { _shown.Add(preview.Codes); Assert.True(release.Wait(Limit)); };
        ImagePreviews previews = New(1);
        Run(previews, 1, 1);
        Answer();
        Assert.Equal(1, NextShown());
        Task disposed = previews.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        release.Release();
        await disposed.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Failure_OfDecoderOrCaller_EndsThePreviewsOnly()
    {
        await using (ImagePreviews previews = New(1))
        {
            Run(previews, 1, 1);
            _decodes.First().SetException(new InvalidOperationException("The decoder failed."));
        }

        _show = _ => throw new InvalidOperationException("The caller failed.");
        await using ImagePreviews others = New(1);
        Run(others, 1, 1);
        _decodes.Last().SetResult(Image);
    }

    public void Dispose() => _shown.Dispose();

    private static RgbImage Image => new(1, 1, [1, 2, 3]);

    private ImagePreviews New(int interval) => new(
        (codes, cancellationToken) =>
        {
            _asked.Add(codes.Length);
            var decode = new TaskCompletionSource<RgbImage>(TaskCreationOptions.RunContinuationsAsynchronously);
            cancellationToken.Register(() => decode.TrySetCanceled(cancellationToken));
            _decodes.Enqueue(decode);
            return decode.Task;
        },
        new PreviewSettings(interval, _show ?? (preview => _shown.Add(preview.Codes))));

    private static void Run(ImagePreviews previews, int from, int to)
    {
        for (int count = from; count <= to; count++)
            previews.Advance(new ushort[count], Total);
    }

    private static Task EndedAsync(ImagePreviews previews) =>
        previews.Outstanding.WaitAsync(Limit, TestContext.Current.CancellationToken);

    private void Answer()
    {
        Assert.True(_decodes.TryDequeue(out TaskCompletionSource<RgbImage>? decode));
        decode.SetResult(Image);
    }

    private int NextShown()
    {
        Assert.True(_shown.TryTake(out int codes, Limit));
        return codes;
    }
}
