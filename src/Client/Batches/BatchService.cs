using JanusCluster.Contracts.Batches;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Batches;

/// <summary>Moves the cluster's batches on: every front looks which want a step, and takes what it can get.</summary>
internal sealed partial class BatchService(
    IGrainFactory grains, BatchWorker worker, TimeProvider time, ILogger<BatchService> logger) : BackgroundService
{
    private const int MostAtATime = 4;
    private const int MostPerLook = 20;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FailurePeriod = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Task> _running = [];
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                foreach (string ended in _running.Where(entry => entry.Value.IsCompleted).Select(entry => entry.Key).ToList())
                    _running.Remove(ended);
                if (_running.Count < MostAtATime)
                    await LookAsync(stoppingToken);
                await Task.Delay(_failing ? FailurePeriod : Period, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(_running.Values);
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            string[] due = [.. await grains.GetGrain<IOpenBatchesGrain>(IOpenBatchesGrain.Key).ListDueAsync(MostPerLook)];
            _failing = false;
            // Fronts that look at the same time begin at different ends.
            Random.Shared.Shuffle(due);
            foreach (string key in due.Where(key => !_running.ContainsKey(key)))
            {
                Task step = RunAsync(key, stoppingToken);
                // Most have nothing to do and answer at once; the others go on beside the next ones.
                await Task.WhenAny(step, Task.Delay(Patience, time, stoppingToken));
                if (!step.IsCompleted)
                    _running.Add(key, step);
                if (_running.Count >= MostAtATime)
                    break;
            }
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            if (!_failing)
                LogLookFailed(e);
            _failing = true;
        }
    }

    private async Task RunAsync(string key, CancellationToken stoppingToken)
    {
        try
        {
            await worker.RunAsync(BatchKey.Parse(key), stoppingToken);
        }
        catch (Exception e)
        {
            if (!stoppingToken.IsCancellationRequested)
                LogBatchFailed(e, key);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The cluster does not say which batches are open; asking again")]
    private partial void LogLookFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Batch {Batch} could not be looked at; it is tried again")]
    private partial void LogBatchFailed(Exception exception, string batch);
}
