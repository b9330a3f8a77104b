using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Hosting.Health;

/// <summary>
/// Where a process says how it is. <c>/health/live</c>: whether it is worth keeping; 503 asks to start it anew.
/// <c>/health/ready</c>: whether it can do its work now; 503 asks for patience.
/// </summary>
public static class HealthEndpoints
{
    public const string LivePath = "/health/live";

    public const string ReadyPath = "/health/ready";

    /// <summary>Maps both; each looks at the checks with its tag (<see cref="HealthTags"/>).</summary>
    public static void MapJanusHealth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Map(endpoints, LivePath, HealthTags.Live);
        Map(endpoints, ReadyPath, HealthTags.Ready);
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, string tag) =>
        endpoints.MapHealthChecks(path, new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(tag),
            ResponseWriter = HealthJson.WriteAsync,
        });
}

/// <summary>Tags of health checks: which of the two questions they answer.</summary>
public static class HealthTags
{
    public const string Live = "live";

    public const string Ready = "ready";
}
