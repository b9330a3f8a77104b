using JanusCluster.Client.Telemetry;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Delivery;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Delivery;

/// <summary>
/// Brings finished pictures of one model into blob storage. While the store or the cluster is away it holds no work, and
/// tries again ever more slowly; what it could not deliver goes back and is handed out again.
/// </summary>
/// <param name="model">The model's id.</param>
/// <param name="front">Names this front to the delivery grain, for its logs.</param>
internal sealed partial class ModelDelivery(
    string model, string front, IGrainFactory grains, PictureDelivery pictures, FrontMetrics metrics, DeliveryOptions options,
    TimeProvider time, ILogger<ModelDelivery> logger)
{
    private readonly IDeliveryGrain _queue = grains.GetGrain<IDeliveryGrain>(model);
    private readonly Backoff _backoff = new(options.FirstPause, options.LongestPause, time);
    private readonly HashSet<Task> _running = [];

    /// <summary>Delivers until it is stopped; what is under way then still has some time.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        metrics.Know(model);
        using var abandon = new CancellationTokenSource();
        try
        {
            while (true)
            {
                await WaitForRoomAsync(stoppingToken);
                foreach (DeliveryWork work in await LeaseAsync(options.Parallelism - _running.Count, stoppingToken))
                    _running.Add(DeliverAsync(work, abandon.Token));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            abandon.CancelAfter(options.FinishTime);
        }

        await Task.WhenAll(_running);
    }

    private async Task WaitForRoomAsync(CancellationToken stoppingToken)
    {
        await _backoff.WaitAsync(stoppingToken);
        _running.RemoveWhere(task => task.IsCompleted);
        while (_running.Count >= options.Parallelism)
        {
            await Task.WhenAny(_running).WaitAsync(stoppingToken);
            _running.RemoveWhere(task => task.IsCompleted);
            await _backoff.WaitAsync(stoppingToken);
        }
    }

    private async Task<IReadOnlyList<DeliveryWork>> LeaseAsync(int count, CancellationToken stoppingToken)
    {
        try
        {
            return await _queue.LeaseAsync(front, count, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogLeaseFailed(e, model);
            _backoff.Failed();
            return [];
        }
    }

    private async Task DeliverAsync(DeliveryWork work, CancellationToken abandon)
    {
        bool delivered = false;
        long started = time.GetTimestamp();
        try
        {
            await pictures.DeliverAsync(work.Image, abandon);
            delivered = true;
            metrics.Delivered(model, time.GetElapsedTime(started));
            _backoff.Succeeded();
        }
        catch (JanusException e) when (e.Code != ErrorCode.Unavailable)
        {
            // This picture's own fault: it waits by itself and holds up no other.
            LogPictureFailed(e, work.Image.Shard, work.Image.Position);
            metrics.DeliveryFailed(model, e.Code);
            await Task.Delay(options.LongestPause, time, abandon).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e)
        {
            LogDeliveryFailed(e, work.Image.Shard, work.Image.Position);
            metrics.DeliveryFailed(model, ErrorCode.Unavailable);
            _backoff.Failed();
        }

        await ReturnAsync(work, delivered, abandon);
    }

    private async Task ReturnAsync(DeliveryWork work, bool delivered, CancellationToken abandon)
    {
        try
        {
            await _queue.ReturnAsync([work.Lease], delivered).WaitAsync(abandon);
        }
        catch (Exception e)
        {
            // The lease runs out by itself.
            LogReturnFailed(e, work.Image.Shard, work.Image.Position);
        }
    }
}
