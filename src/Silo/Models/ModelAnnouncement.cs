using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Silo.Models;

/// <summary>Tells the cluster's catalog of this silo's model, as soon as it is loaded and now and then.</summary>
internal sealed partial class ModelAnnouncement(IModelHost host, IGrainFactory grains, TimeProvider time, ILogger<ModelAnnouncement> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1), RetryPause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            ModelDescription model = await host.DescribeAsync(stoppingToken);
            while (true)
                await Task.Delay(await TellAsync(model) ? Period : RetryPause, time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (JanusException)
        {
            // The model did not load; the pump has logged it.
        }
    }

    private async Task<bool> TellAsync(ModelDescription model)
    {
        try
        {
            await grains.GetGrain<IModelCatalogGrain>(IModelCatalogGrain.Key).TellAsync(model);
            return true;
        }
        catch (Exception e)
        {
            LogFailed(e, model.Id);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The catalog of models could not be told of {Model}; trying again")]
    private partial void LogFailed(Exception exception, string model);
}
