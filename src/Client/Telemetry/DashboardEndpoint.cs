using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Dashboard;

namespace JanusCluster.Client.Telemetry;

/// <summary>
/// The Orleans dashboard, shown by a front: silos, grains by kind, their calls and reminders. Silos must count for it
/// (setting Silo:Dashboard).
/// </summary>
internal static class DashboardEndpoint
{
    public const string Path = "/dashboard";

    /// <summary>Name of the authorization policy that guards it.</summary>
    public const string Policy = "admin";

    /// <summary>For the host's Orleans client. A silo in the same host has its own setting instead.</summary>
    public static void AddJanusDashboard(this IClientBuilder client) => client.AddDashboard(options => options.HideTrace = true);

    /// <summary>Maps it for those who fulfil <see cref="Policy"/>, without what it would show of grains' states: they are tenants' texts.</summary>
    public static IEndpointConventionBuilder MapJanusDashboard(this IEndpointRouteBuilder endpoints)
    {
        IEndpointConventionBuilder dashboard = endpoints.MapOrleansDashboard(Path);
        dashboard.Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.EndsWith("/GrainState", StringComparison.Ordinal))
                endpoint.RequestDelegate = NotThere;
        });
        return dashboard.RequireAuthorization(Policy);
    }

    private static Task NotThere(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
