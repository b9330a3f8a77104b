using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Storage;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Batches;

/// <summary>Takes the next step of one batch, where there is one to take.</summary>
internal sealed partial class BatchWorker(
    IGrainFactory grains, BatchPreparation preparation, BatchResults results, TimeProvider time, ILogger<BatchWorker> logger)
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(1);

    public async Task RunAsync(BatchKey key, CancellationToken stoppingToken)
    {
        IBatchGrain grain = grains.GetGrain<IBatchGrain>(key.ToString());
        if (await grain.LeaseAsync() is not { } lease)
            return;
        LogStep(key.ToString(), lease.Step);
        var batch = new HeldBatch(key, grain, lease);
        using var work = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var renewing = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task renewals = RenewAsync(batch, work, renewing.Token);
        try
        {
            await (lease.Step == BatchStep.Finalize
                ? results.RunAsync(batch, work.Token)
                : preparation.RunAsync(batch, work.Token));
        }
        catch (Exception e)
        {
            await GiveUpAsync(batch, e, stoppingToken);
        }
        finally
        {
            await renewing.CancelAsync();
            await renewals;
        }
    }

    /// <summary>A step that takes long keeps its lease; one that has lost it stops.</summary>
    private async Task RenewAsync(HeldBatch batch, CancellationTokenSource work, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(batch.Lease.Duration / 3, time);
        long suspect = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                long epoch = batch.Lease.Epoch;
                try
                {
                    await batch.Grain.RenewAsync(epoch);
                }
                catch (JanusException e) when (e.Code == ErrorCode.Conflict)
                {
                    // The step may just be going on to the next lease; then it is that one that is renewed.
                    if (suspect == epoch)
                    {
                        await work.CancelAsync();
                        return;
                    }

                    suspect = epoch;
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    LogRenewFailed(e, batch.Key.ToString());
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task GiveUpAsync(HeldBatch batch, Exception reason, CancellationToken stoppingToken)
    {
        if (reason is JanusException { Code: ErrorCode.Conflict } || (reason is OperationCanceledException && !stoppingToken.IsCancellationRequested))
        {
            LogLost(batch.Key.ToString());
            return;
        }

        bool passes = stoppingToken.IsCancellationRequested || reason is BlobStoreException or TimeoutException or OrleansException
            or JanusException { Code: ErrorCode.Unavailable };
        if (passes)
            LogLater(reason, batch.Key.ToString());
        else
            LogFailed(reason, batch.Key.ToString());
        try
        {
            await batch.Grain.ReleaseAsync(batch.Lease.Epoch, stoppingToken.IsCancellationRequested ? TimeSpan.Zero : passes ? ShortPause : LongPause);
        }
        catch (Exception)
        {
            // The lease runs out by itself.
        }
    }

    [LoggerMessage(LogLevel.Debug, "Batch {Batch}: {Step}")]
    private partial void LogStep(string batch, BatchStep step);

    [LoggerMessage(LogLevel.Warning, "The lease of batch {Batch} could not be renewed; trying again")]
    private partial void LogRenewFailed(Exception exception, string batch);

    [LoggerMessage(LogLevel.Information, "Another front has taken over batch {Batch}")]
    private partial void LogLost(string batch);

    [LoggerMessage(LogLevel.Warning, "Batch {Batch} cannot go on now; it is tried again")]
    private partial void LogLater(Exception exception, string batch);

    [LoggerMessage(LogLevel.Error, "A step of batch {Batch} failed; it is tried again")]
    private partial void LogFailed(Exception exception, string batch);
}
