using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Delivery;

/// <summary>
/// Brings finished pictures of the front's model into blob storage. While the store or the cluster is away it holds no
/// work, and tries again ever more slowly; what it could not deliver goes back and is handed out again.
/// </summary>
internal sealed partial class DeliveryService(
    IGrainFactory grains, IServedModel model, PictureDelivery pictures, DeliveryOptions options, TimeProvider time,
    ILogger<DeliveryService> logger) : BackgroundService
{
    private readonly Backoff _backoff = new(options.FirstPause, options.LongestPause, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var abandon = new CancellationTokenSource();
        var running = new HashSet<Task>();
        try
        {
            ModelDescription description = await model.DescribeAsync(stoppingToken);
            IDeliveryGrain delivery = grains.GetGrain<IDeliveryGrain>(description.Id);
            while (true)
            {
                await WaitForRoomAsync(running, stoppingToken);
                foreach (DeliveryWork work in await LeaseAsync(delivery, options.Parallelism - running.Count, stoppingToken))
                    running.Add(DeliverAsync(delivery, work, abandon.Token));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            abandon.CancelAfter(options.FinishTime);
        }
        catch (JanusException e)
        {
            // Whoever asks for the model hears of it; there is nothing to deliver without one.
            LogNoModel(e.Message);
        }

        await Task.WhenAll(running);
    }

    private async Task WaitForRoomAsync(HashSet<Task> running, CancellationToken stoppingToken)
    {
        await _backoff.WaitAsync(stoppingToken);
        running.RemoveWhere(task => task.IsCompleted);
        while (running.Count >= options.Parallelism)
        {
            await Task.WhenAny(running).WaitAsync(stoppingToken);
            running.RemoveWhere(task => task.IsCompleted);
            await _backoff.WaitAsync(stoppingToken);
        }
    }

    private async Task<IReadOnlyList<DeliveryWork>> LeaseAsync(IDeliveryGrain delivery, int count, CancellationToken stoppingToken)
    {
        try
        {
            return await delivery.LeaseAsync(count, stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogLeaseFailed(e);
            _backoff.Failed();
            return [];
        }
    }

    private async Task DeliverAsync(IDeliveryGrain delivery, DeliveryWork work, CancellationToken abandon)
    {
        bool delivered = false;
        try
        {
            await pictures.DeliverAsync(work, abandon);
            delivered = true;
            _backoff.Succeeded();
        }
        catch (JanusException e) when (e.Code != ErrorCode.Unavailable)
        {
            // This picture's own fault: it waits by itself and holds up no other.
            LogPictureFailed(e, work.Shard, work.Position);
            await Task.Delay(options.LongestPause, time, abandon).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception e)
        {
            LogDeliveryFailed(e, work.Shard, work.Position);
            _backoff.Failed();
        }

        await ReturnAsync(delivery, work, delivered);
    }

    private async Task ReturnAsync(IDeliveryGrain delivery, DeliveryWork work, bool delivered)
    {
        try
        {
            await delivery.ReturnAsync(work.Shard, [work.Position], delivered);
        }
        catch (Exception e)
        {
            // The lease runs out by itself.
            LogReturnFailed(e, work.Shard, work.Position);
        }
    }
}
