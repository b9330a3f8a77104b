using JanusCluster.Imaging;
using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

public sealed class VisionWorkerTests : IAsyncDisposable
{
    private const int Many = 1000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly HandDrivenVision _vision = new();
    private readonly VisionWorker _worker;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public VisionWorkerTests() =>
        _worker = new VisionWorker(_vision, torch.CPU, new VisionWorkerOptions { MaxEncodes = 2, MaxDecodes = 3, Threads = 1 });

    [Fact]
    public async Task Rounds_EverythingWaits_MostUrgentFirstInBoundedBatches()
    {
        Task first = Decode(1);
        await _vision.BegunAsync();
        Task[] rest =
        [
            Decode(10, codes: 2), Decode(11, codes: 3), .. Enumerable.Range(2, 4).Select(i => Decode((ushort)i)),
            .. Enumerable.Range(20, 3).Select(i => Encode(i, Token)),
        ];
        _vision.Allow(Many);
        await Task.WhenAll([first, .. rest]).WaitAsync(Limit, Token);
        Assert.Equal(
            ["decode 1", "encode 20 21", "encode 22", "decode 2 3 4", "decode 5", "preview 10 11"], _vision.Batches);
    }

    [Fact]
    public async Task Results_OfABatch_GoToWhoAsked()
    {
        _vision.Allow(Many);
        Task<RgbImage>[] decodes = [.. Enumerable.Range(1, 7).Select(i => Decode((ushort)i))];
        RgbImage[] images = await Task.WhenAll(decodes).WaitAsync(Limit, Token);
        Assert.Equal(Enumerable.Range(1, 7), images.Select(image => (int)image.Pixels.Span[0]));
    }

    [Fact]
    public async Task Failure_InABatch_FailsOnlyTheBadOne()
    {
        Task<RgbImage> first = Decode(1);
        await _vision.BegunAsync();
        Task<RgbImage>[] batch = [Decode(2), Decode(HandDrivenVision.Bad), Decode(3)];
        _vision.Allow(Many);
        await Assert.ThrowsAsync<InvalidOperationException>(() => batch[1].WaitAsync(Limit, Token));
        await Task.WhenAll(first, batch[0], batch[2], Decode(4)).WaitAsync(Limit, Token);
        Assert.Equal(["decode 1", "decode 2 666 3", "decode 2", "decode 666", "decode 3", "decode 4"], _vision.Batches);
    }

    [Fact]
    public async Task Cancel_WaitingAndBegun_EndsBothAndComputesTheWaitingNever()
    {
        using var cancellation = new CancellationTokenSource();
        Task begun = Encode(1, cancellation.Token);
        await _vision.BegunAsync();
        Task waiting = Encode(2, cancellation.Token), other = Encode(3, Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => begun.WaitAsync(Limit, Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit, Token));
        _vision.Allow(Many);
        await other.WaitAsync(Limit, Token);
        Assert.Equal(["encode 1", "encode 3"], _vision.Batches);
    }

    [Fact]
    public async Task Stop_SomeWaits_FinishesTheBatchAndFailsTheRest()
    {
        Task begun = Decode(1);
        await _vision.BegunAsync();
        Task waiting = Decode(2);
        Task stopped = _worker.StopAsync(Token);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(Limit, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Decode(3).WaitAsync(Limit, Token));
        Assert.False(stopped.IsCompleted);
        _vision.Allow();
        await begun.WaitAsync(Limit, Token);
        await stopped.WaitAsync(Limit, Token);
    }

    [Fact]
    public async Task Threads_OfTheWorker_AreItsOwn()
    {
        _vision.Allow();
        await using var worker = new VisionWorker(_vision, torch.CPU, new VisionWorkerOptions { Threads = 2 });
        await worker.DecodeAsync(HandDrivenVision.Codes(1), Token).WaitAsync(Limit, Token);
        Assert.Equal(2, _vision.Threads);
        int others = 0;
        var another = new Thread(() => others = torch.get_num_threads());
        another.Start();
        another.Join();
        Assert.Equal(1, others); // as LoadModelFirst sets it
    }

    public async ValueTask DisposeAsync()
    {
        _vision.Allow(Many);
        await _worker.StopAsync(CancellationToken.None).WaitAsync(Limit);
    }

    private Task<RgbImage> Decode(ushort number, int codes = 4) =>
        _worker.DecodeAsync(HandDrivenVision.Codes(number, codes), Token);

    private async Task Encode(int number, CancellationToken cancellationToken)
    {
        using torch.Tensor features = await _worker.EncodeAsync([number], cancellationToken);
        Assert.Equal(number, features.data<float>()[0]);
    }
}
