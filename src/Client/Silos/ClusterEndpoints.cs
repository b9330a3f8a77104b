using System.Security.Claims;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Silos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Silos;

/// <summary><c>/v1/admin/cluster</c>: the silos and what waits for them, for administrators.</summary>
internal sealed partial class ClusterEndpoints(IClusterSilos silos, BodyReader bodies, ILogger<ClusterEndpoints> logger)
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        RouteGroupBuilder group = admin.MapGroup("/cluster").WithTags("Administration");
        group.MapGet("", (HttpContext context, ClusterEndpoints cluster) => cluster.GetAsync(context))
            .Produces<ClusterObject>().WithSummary("The silos, and what waits for their models.");
        group.MapPost("/drain", (HttpContext context, ClusterEndpoints cluster) => cluster.DrainAsync(context))
            .Accepts<DrainBody>("application/json").Produces<SiloObject>(StatusCodes.Status202Accepted)
            .WithSummary("Have a silo take no more work, keep what it has made, and leave the cluster.");
    }

    private async Task<IResult> GetAsync(HttpContext context)
    {
        ClusterView view = await ClusterView.ReadAsync(silos, context.RequestAborted);
        return Results.Json(
            new ClusterObject(
                "cluster",
                [.. view.Silos.Select(SiloObject.Of), .. view.Silent.Select(SiloObject.OfSilent)],
                [.. view.Queues.Select(one => QueueObject.Of(one.Model, one.Queue))]),
            ApiJson.Options);
    }

    private async Task<IResult> DrainAsync(HttpContext context)
    {
        string wanted = (await bodies.ReadAsync<DrainBody>(context)).Silo is { Length: > 0 and <= 256 } name
            ? name
            : throw JanusException.Invalid("silo", "silo is missing: say which one, by its name or address.");
        SiloDescription silo = SiloChoice.Choose(await silos.DescribeAsync(context.RequestAborted), wanted);
        await silos.DrainAsync(silo.Address, context.RequestAborted);
        LogDrained(silo.Name, context.User.FindFirstValue(Caller.KeyClaim) ?? "");
        return Results.Json(SiloObject.Of(silo with { IsDraining = true }), ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    [LoggerMessage(LogLevel.Information, "Silo {Silo} is drained with key {By}")]
    private partial void LogDrained(string silo, string by);
}
