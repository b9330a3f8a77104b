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
        CancellationToken aborted = context.RequestAborted;
        IReadOnlyList<string> members = await silos.FindAsync(aborted);
        IReadOnlyList<SiloDescription> described = await silos.DescribeAsync(aborted);
        IEnumerable<SiloObject> silent = members.Except(described.Select(silo => silo.Address)).Select(SiloObject.OfSilent);
        var queues = new List<QueueObject>();
        foreach (string model in described.Select(silo => silo.Model).OfType<string>().Distinct())
            queues.Add(QueueObject.Of(model, await silos.GetQueueAsync(model, aborted)));
        return Results.Json(new ClusterObject("cluster", [.. described.Select(SiloObject.Of), .. silent], queues), ApiJson.Options);
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
