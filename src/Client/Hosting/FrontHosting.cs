using System.ComponentModel.DataAnnotations;
using JanusCluster.Client.Delivery;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Client.Hosting;

/// <summary>Adds the front's services to a host that has an Orleans client or silo and an <see cref="IServedModel"/>.</summary>
internal static class FrontHosting
{
    /// <exception cref="ValidationException">An option is missing or out of range; the message names it.</exception>
    public static IHostApplicationBuilder AddJanusFront(
        this IHostApplicationBuilder builder, BlobStoreOptions blobs, DeliveryOptions delivery)
    {
        Validator.ValidateObject(delivery, new ValidationContext(delivery), validateAllProperties: true);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(services => BlobStores.Create(blobs, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(delivery);
        builder.Services.AddSingleton<PictureRenderer>();
        builder.Services.AddSingleton<PictureDelivery>();
        builder.Services.AddHostedService<DeliveryService>();
        return builder;
    }
}
