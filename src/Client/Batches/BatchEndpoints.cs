using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Links;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.Batches;

/// <summary><c>/v1/batches</c>.</summary>
internal sealed class BatchEndpoints(IGrainFactory grains, BodyReader bodies, BlobLinks links, TimeProvider time)
{
    private const int DefaultPage = 20, MaxPage = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/batches").WithTags("Batches");
        group.MapPost("", (HttpContext context, BatchEndpoints batches) => batches.CreateAsync(context))
            .Accepts<BatchRequestBody>("application/json").Produces<BatchObject>()
            .WithSummary("Run the requests of a file. Header: Idempotency-Key, whose repetition is the same batch.");
        group.MapGet("", (HttpContext context, BatchEndpoints batches) => batches.ListAsync(context))
            .Produces<BatchList>().WithSummary("The tenant's batches, newest first. Query: after, limit.");
        group.MapGet("/{id}", (string id, HttpContext context, BatchEndpoints batches) => batches.AskAsync(id, context, batch => batch.GetAsync()))
            .Produces<BatchObject>().WithSummary("A batch as it stands.");
        group.MapPost("/{id}/cancel", (string id, HttpContext context, BatchEndpoints batches) => batches.AskAsync(id, context, batch => batch.CancelAsync()))
            .Produces<BatchObject>().WithSummary("Make no more of it; what is finished is in its output.");
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        BatchRequestBody body = await bodies.ReadAsync<BatchRequestBody>(context);
        BatchSpecification wanted = body.ToSpecification(links.RootOf(context));
        BatchKey key = IdempotencyKey.Read(context) is { } name ? BatchKey.Of(context.Tenant(), name) : BatchKey.Draw(context.Tenant(), time.GetUtcNow());
        IBatchGrain batch = grains.GetGrain<IBatchGrain>(key.ToString());
        return Answer(await ClusterCall.RepeatAsync(() => batch.CreateAsync(wanted), time, context.RequestAborted));
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        int limit = QueryNumber.Read(context, "limit", DefaultPage, 1, MaxPage);
        string? after = context.Request.Query["after"].ToString() is { Length: > 0 } id ? Identifier.Validate("after", id) : null;
        IBatchesGrain batches = grains.GetGrain<IBatchesGrain>(context.Tenant());
        BatchPage page = await ClusterCall.RepeatAsync(() => batches.ListAsync(after, limit), time, context.RequestAborted);
        return Results.Json(BatchList.Of(page), ApiJson.Options);
    }

    private async Task<IResult> AskAsync(string id, HttpContext context, Func<IBatchGrain, Task<BatchStatus>> call)
    {
        if (!Identifier.IsValid(id))
            throw new JanusException(ErrorCode.NotFound, $"There is no batch {ApiText.Quote(id)}.", "batch");
        IBatchGrain batch = grains.GetGrain<IBatchGrain>(new BatchKey(context.Tenant(), id).ToString());
        return Answer(await ClusterCall.RepeatAsync(() => call(batch), time, context.RequestAborted));
    }

    private static IResult Answer(BatchStatus batch) => Results.Json(BatchObject.Of(batch), ApiJson.Options);
}
