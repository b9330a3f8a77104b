using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Client.Batches;

/// <summary>Adds what takes and works on batches.</summary>
internal static class BatchHosting
{
    public static void AddBatches(this IServiceCollection services)
    {
        services.AddSingleton<BatchEndpoints>();
        services.AddSingleton<IBatchBodies, BatchBodies>().AddSingleton<ResultBodies>();
        services.AddSingleton<BatchPreparation>().AddSingleton<BatchResults>().AddSingleton<BatchWorker>();
        services.AddHostedService<BatchService>();
    }
}
