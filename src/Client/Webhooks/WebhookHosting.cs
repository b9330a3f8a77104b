using JanusCluster.Client.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Client.Webhooks;

/// <summary>Adds what takes webhooks and delivers to them.</summary>
internal static class WebhookHosting
{
    public static void AddWebhooks(this IServiceCollection services, HttpSettings settings)
    {
        services.AddSingleton(WebhookHosts.Parse(settings.WebhookHosts));
        services.AddSingleton<WebhookEndpoints>();
        services.AddSingleton<WebhookSender>().AddSingleton<WebhookBodies>().AddSingleton<WebhookWorker>();
        services.AddHostedService<WebhookService>();
    }
}
