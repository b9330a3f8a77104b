using JanusCluster.Contracts.Webhooks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Webhooks;

/// <summary>Has events delivered: every front that may reach any host looks for which webhooks something waits.</summary>
internal sealed partial class WebhookService(
    IGrainFactory grains, WebhookWorker worker, WebhookHosts hosts, TimeProvider time, ILogger<WebhookService> logger) : BackgroundService
{
    private const int MostAtATime = 8;
    private const int MostPerLook = 50;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FailurePeriod = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Task> _running = [];
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (hosts.IsEmpty)
            return;
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
            string[] due = [.. await grains.GetGrain<IDueWebhooksGrain>(IDueWebhooksGrain.Key).ListAsync(MostPerLook)];
            _failing = false;
            // Fronts that look at the same time begin at different ends.
            Random.Shared.Shuffle(due);
            foreach (string key in due.Where(key => !_running.ContainsKey(key)).Take(MostAtATime - _running.Count).ToList())
                _running.Add(key, RunAsync(key, stoppingToken));
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
            await worker.RunAsync(WebhookKey.Parse(key), stoppingToken);
        }
        catch (Exception e)
        {
            if (!stoppingToken.IsCancellationRequested)
                LogWebhookFailed(e, key);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The cluster does not say for which webhooks something waits; asking again")]
    private partial void LogLookFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Webhook {Webhook} could not be seen to; it is tried again")]
    private partial void LogWebhookFailed(Exception exception, string webhook);
}
