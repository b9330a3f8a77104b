using JanusCluster.Client.Delivery;
using JanusCluster.Client.Telemetry;
using JanusCluster.Hosting.Settings;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Hosting;

/// <summary>Adds the front's services to a host that has an Orleans client or silo.</summary>
internal static class FrontHosting
{
    /// <param name="name">Names the front in logs.</param>
    /// <exception cref="SettingsException">An option is missing or out of range; the message names it.</exception>
    public static IHostApplicationBuilder AddJanusFront(
        this IHostApplicationBuilder builder, string name, BlobStoreOptions blobs, DeliveryOptions delivery)
    {
        SettingsRules.Check(delivery, $"{FrontSettings.Section}:{nameof(FrontSettings.Delivery)}");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(services => BlobStores.Create(blobs, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IModelDirectory, ClusterSilos>();
        builder.Services.AddMetrics().AddSingleton<FrontMetrics>();
        builder.Services.AddSingleton<PictureRenderer>();
        builder.Services.AddSingleton<PictureDelivery>();
        builder.Services.AddSingleton<Func<string, ModelDelivery>>(services => model => new ModelDelivery(
            model, name, services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<PictureDelivery>(),
            services.GetRequiredService<FrontMetrics>(), delivery, services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<ModelDelivery>>()));
        builder.Services.AddHostedService<DeliveryService>();
        return builder;
    }
}
