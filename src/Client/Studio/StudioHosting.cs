using JanusCluster.Client.Http;
using JanusCluster.Client.Studio.Access;
using JanusCluster.Client.Studio.Assets;
using JanusCluster.Client.Studio.Chat;
using JanusCluster.Client.Studio.Jobs;
using JanusCluster.Client.Studio.Pictures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace JanusCluster.Client.Studio;

/// <summary>The web page of a front: services, pages, and what pages fetch.</summary>
internal static class StudioHosting
{
    /// <summary>Of one message of a page: a prompt of the greatest length fits.</summary>
    private const int MaxMessageBytes = 256 * 1024;

    /// <param name="redisConnection">Where the fronts keep the keys that cookies are sealed with, so that each can read the others'.</param>
    public static void AddStudio(this IServiceCollection services, HttpSettings settings, string redisConnection)
    {
        services.AddRazorComponents().AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MaxMessageBytes);
        services.AddMudServices();
        services.AddStudioAccess(settings, redisConnection);
        services.AddResponseCompression(StudioAssets.Compress);
        services.AddSingleton<StudioPictures>();
        services.AddScoped<StudioUser>().AddScoped<StudioJobs>().AddScoped<StudioConversations>();
    }

    public static void MapStudio(this WebApplication app)
    {
        app.UseAntiforgery();
        StudioAssets.Map(app);
        SignOutEndpoint.Map(app);
        StudioPictures.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null).RequireAuthorization(StudioAccess.Policy).DisableRateLimiting();
    }
}
