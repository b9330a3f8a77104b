using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Delivery;

/// <summary>
/// Delivers the pictures of every model of the cluster. Models come and go: it looks again every few seconds, and keeps
/// delivering for those whose silos are gone for now.
/// </summary>
/// <param name="deliveryOf">Makes the delivery of the model with an id.</param>
internal sealed partial class DeliveryService(
    IModelDirectory models, Func<string, ModelDelivery> deliveryOf, TimeProvider time, ILogger<DeliveryService> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Task> _running = [];
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                foreach (string model in await FindAsync(stoppingToken))
                {
                    if (_running.TryAdd(model, Task.CompletedTask))
                        _running[model] = Start(model, stoppingToken);
                }

                // The first model is waited for by somebody who has just started the cluster.
                await Task.Delay(_running.Count == 0 && !_failing ? FirstPeriod : Period, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(_running.Values);
    }

    private Task Start(string model, CancellationToken stoppingToken)
    {
        LogModelFound(model);
        return deliveryOf(model).RunAsync(stoppingToken);
    }

    private async Task<IReadOnlyCollection<string>> FindAsync(CancellationToken stoppingToken)
    {
        try
        {
            IReadOnlyCollection<string> found = await models.FindModelsAsync(stoppingToken);
            _failing = false;
            return found;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            if (!_failing)
                LogLookFailed(e);
            _failing = true;
            return [];
        }
    }

    [LoggerMessage(LogLevel.Information, "Delivering pictures of {Model}")]
    private partial void LogModelFound(string model);

    [LoggerMessage(LogLevel.Warning, "The cluster does not say which models it serves; asking again")]
    private partial void LogLookFailed(Exception exception);
}
