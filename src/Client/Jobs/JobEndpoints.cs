using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Links;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.Jobs;

/// <summary><c>/v1/jobs</c>: bulk work with its progress (this API's own; batches are jobs too).</summary>
internal sealed class JobEndpoints(IGrainFactory grains, BlobLinks links, ErrorHandler errors, TimeProvider time)
{
    private const int DefaultPage = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/jobs").WithTags("Jobs");
        group.MapPost("", (HttpContext context, JobSubmission submission) => submission.SubmitAsync(context))
            .Accepts<string>("application/x-ndjson", "text/plain").Produces<SubmittedJob>(StatusCodes.Status201Created)
            .WithSummary("Submit requests for pictures, one a line. Query: name, model, class, expires_in (seconds), id. Header: Idempotency-Key.");
        group.MapGet("", (HttpContext context, JobEndpoints jobs) => jobs.ListAsync(context)).Produces<JobList>().WithSummary("The tenant's jobs, newest first.");
        group.MapGet("/{id}", (string id, HttpContext context, JobEndpoints jobs) => jobs.ChangeAsync(id, context, job => job.GetStatusAsync()))
            .Produces<JobObject>().WithSummary("A job as it stands.");
        group.MapDelete("/{id}", (string id, HttpContext context, JobEndpoints jobs) => jobs.DeleteAsync(id, context)).WithSummary("Forget a job that has ended; its pictures stay.");
        group.MapGet("/{id}/events", (string id, HttpContext context, JobEndpoints jobs) => jobs.WatchAsync(id, context))
            .Produces<JobObject>(contentType: "text/event-stream").WithSummary("The job now and after each change, as server-sent events, until it ends.");
        foreach ((string name, string summary, Func<IJobGrain, Task<JobStatus>> change) in new (string, string, Func<IJobGrain, Task<JobStatus>>)[]
        {
            ("pause", "Give no more of it to silos; what runs is kept as far as it is.", job => job.PauseAsync()),
            ("resume", "End a pause.", job => job.UnpauseAsync()),
            ("cancel", "Make no more of it; what is finished stays.", job => job.CancelAsync()),
            ("retry", "Make failed items after all.", job => job.RetryFailedAsync()),
        })
        {
            group.MapPost($"/{{id}}/{name}", (string id, HttpContext context, JobEndpoints jobs) => jobs.ChangeAsync(id, context, change))
                .Produces<JobObject>().WithSummary(summary);
        }

        group.MapGet("/{id}/items", (string id, HttpContext context, JobEndpoints jobs) => jobs.ListItemsAsync(id, context))
            .Produces<JobItemList>().WithSummary("Items with what has become of them. Query: offset, limit.");
        group.MapGet("/{id}/manifest", (string id, HttpContext context, JobManifest manifest) => manifest.WriteAsync(id, context))
            .Produces<JobItemObject>(contentType: "application/x-ndjson").WithSummary("All finished and failed items, one a line.");
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        int limit = QueryNumber.Read(context, "limit", DefaultPage, 1, JobLimits.MaxItemsPerPage - 1);
        int offset = QueryNumber.Read(context, "offset", 0, 0, int.MaxValue / 2);
        ITenantGrain tenant = grains.GetGrain<ITenantGrain>(context.Tenant());
        IReadOnlyList<JobStatus> found = await ClusterCall.RepeatAsync(() => tenant.ListJobsAsync(offset, limit + 1), time, context.RequestAborted);
        return Results.Json(new JobList("list", [.. found.Take(limit).Select(JobObject.Of)], found.Count > limit), ApiJson.Options);
    }

    private async Task<IResult> ChangeAsync(string id, HttpContext context, Func<IJobGrain, Task<JobStatus>> change)
    {
        IJobGrain job = Find(grains, id, context);
        JobStatus status = await ClusterCall.RepeatAsync(() => change(job), time, context.RequestAborted);
        return Results.Json(JobObject.Of(status), ApiJson.Options);
    }

    private async Task<IResult> DeleteAsync(string id, HttpContext context)
    {
        IJobGrain job = Find(grains, id, context);
        await job.GetStatusAsync(); // of another tenant, or none: not found
        await job.DeleteAsync();
        return Results.Json(new { id, @object = "job", deleted = true }, ApiJson.Options);
    }

    private async Task WatchAsync(string id, HttpContext context)
    {
        IJobGrain job = Find(grains, id, context);
        await ClusterCall.RepeatAsync(job.GetStatusAsync, time, context.RequestAborted);
        await using var stream = new EventStream(context, time);
        await stream.BeginAsync();
        try
        {
            await new JobFollower(job, time).FollowAsync(
                status => stream.SendAsync(status.IsFinal ? "job.ended" : "job.progress", JobObject.Of(status)), context.RequestAborted);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            await stream.SendAsync("error", errors.Describe(e, context.Request.Path).Body);
        }
    }

    private async Task<IResult> ListItemsAsync(string id, HttpContext context)
    {
        int limit = QueryNumber.Read(context, "limit", DefaultPage, 1, JobLimits.MaxItemsPerPage);
        int offset = QueryNumber.Read(context, "offset", 0, 0, JobLimits.MaxItems);
        IJobGrain job = Find(grains, id, context);
        JobStatus status = await ClusterCall.RepeatAsync(job.GetStatusAsync, time, context.RequestAborted);
        IReadOnlyList<ItemReport> items = await ClusterCall.RepeatAsync(() => job.GetItemsAsync(offset, limit), time, context.RequestAborted);
        var data = new List<JobItemObject>();
        foreach (ItemReport item in items)
            data.Add(JobItemObject.Of(item, await LinkAsync(links, context, item)));
        return Results.Json(new JobItemList("list", data, offset + items.Count < status.Items.Total), ApiJson.Options);
    }

    /// <summary>Null for an item without a picture.</summary>
    internal static async Task<string?> LinkAsync(BlobLinks links, HttpContext context, ItemReport item) =>
        item.Delivery is { } delivery ? await links.CreateAsync(context, delivery.BlobName) : null;

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: no job can have such an id.</exception>
    internal static IJobGrain Find(IGrainFactory grains, string id, HttpContext context) => Find(grains, id, context.Tenant());

    /// <inheritdoc cref="Find(IGrainFactory, string, HttpContext)"/>
    internal static IJobGrain Find(IGrainFactory grains, string id, string tenant) => Identifier.IsValid(id)
        ? grains.GetGrain<IJobGrain>(new JobKey(tenant, id).ToString())
        : throw new JanusException(ErrorCode.NotFound, $"There is no job {ApiText.Quote(id)}.", "job");
}
