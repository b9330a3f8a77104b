using System.Threading.RateLimiting;
using JanusCluster.Client.Delivery;
using JanusCluster.Client.Export;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Jobs;
using JanusCluster.Client.Studio.Access;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.Studio.Pictures;

/// <summary>What pages show and save of a tenant's jobs and conversations: only the tenant that signed in sees it.</summary>
internal sealed class StudioPictures(IGrainFactory grains, IBlobStore blobs, PictureRenderer renderer, TimeProvider time) : IDisposable
{
    private const string Immutable = "private, max-age=86400, immutable";
    private const int BytesPerCode = sizeof(ushort);

    /// <summary>Each is drawn by a silo: a tenant's pages get a few at a time, and what asks for ever more is told to wait.</summary>
    private const int PreviewsAtATime = 4, PreviewsThatWait = 64;

    private readonly PartitionedRateLimiter<string> _previews = PartitionedRateLimiter.Create<string, string>(
        tenant => RateLimitPartition.GetConcurrencyLimiter(tenant, _ => new ConcurrencyLimiterOptions { PermitLimit = PreviewsAtATime, QueueLimit = PreviewsThatWait }));

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup($"/{StudioPaths.Root}").RequireAuthorization(StudioAccess.Policy).DisableRateLimiting().ExcludeFromDescription();
        group.MapGet("/pictures/{job}/{index:int}.png", (string job, int index, HttpContext context, StudioPictures pictures) => pictures.GetAsync(job, index, context));
        group.MapGet("/previews/{job}/{index:int}.png", (string job, int index, HttpContext context, StudioPictures pictures) => pictures.PreviewAsync(job, index, context));
        group.MapGet("/images/{file}", (string file, HttpContext context, StudioPictures pictures) => pictures.GetImageAsync(file, context));
        group.MapGet("/pictures/{job}.zip", (string job, HttpContext context, StudioPictures pictures) => pictures.WriteArchiveAsync(job, context));
        group.MapGet("/pictures/{job}.jsonl", (string job, HttpContext context, JobManifest manifest) =>
        {
            Save(context, $"{job}.jsonl");
            return manifest.WriteAsync(job, context);
        });
    }

    public void Dispose() => _previews.Dispose();

    /// <summary>A job's picture in the blob store.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: the tenant has none there.</exception>
    public async Task<(ImageItem Item, string BlobName)> FindAsync(string tenant, string job, int index, CancellationToken cancellationToken)
    {
        IJobGrain grain = Find(tenant, job);
        IReadOnlyList<ItemReport> items = index >= 0
            ? await ClusterCall.RepeatAsync(() => grain.GetItemsAsync(index, 1), time, cancellationToken)
            : [];
        return items is [{ Item: ImageItem item, Delivery: { } delivery }]
            ? (item, delivery.BlobName)
            : throw new JanusException(ErrorCode.NotFound, "There is no such picture, or not yet.");
    }

    private async Task<IResult> GetAsync(string job, int index, HttpContext context)
    {
        (ImageItem item, string blob) = await FindAsync(context.Tenant(), job, index, context.RequestAborted);
        byte[] png = await blobs.ReadAsync(blob, context.RequestAborted) ?? throw new JanusException(ErrorCode.NotFound, "The picture is deleted.");
        if (context.Request.Query.ContainsKey("save"))
            Save(context, PictureFileName.Of(item.CustomId, item.Image));
        context.Response.Headers.CacheControl = Immutable;
        return Results.Bytes(png, "image/png");
    }

    private async Task<IResult> PreviewAsync(string job, int index, HttpContext context)
    {
        using RateLimitLease place = await _previews.AcquireAsync(context.Tenant(), cancellationToken: context.RequestAborted);
        if (!place.IsAcquired)
            throw new JanusException(ErrorCode.LimitExceeded, "Too many previews are asked for at a time.");
        IJobGrain grain = Find(context.Tenant(), job);
        JobStatus status = await ClusterCall.RepeatAsync(grain.GetStatusAsync, time, context.RequestAborted);
        ImageProgress progress = await GetProgressAsync(context.Tenant(), job, index);
        if (progress.Codes.Length == 0)
            throw new JanusException(ErrorCode.NotFound, "There is nothing to see of it yet.");
        byte[] png = await renderer.RenderAsync(status.Model, new RenderRequest(progress.Codes, []), context.RequestAborted);
        context.Response.Headers.CacheControl = "private, max-age=60";
        return Results.Bytes(png, "image/png");
    }

    /// <summary>How many codes of an image are durable.</summary>
    public async Task<int> CountCodesAsync(string tenant, string job, int index) =>
        (await GetProgressAsync(tenant, job, index)).Codes.Length / BytesPerCode;

    private Task<ImageProgress> GetProgressAsync(string tenant, string job, int index)
    {
        Find(tenant, job);
        return grains.GetGrain<IJobShardGrain>(new JobKey(tenant, job).Shard(index / JobLimits.ItemsPerShard).ToString()).GetCodesAsync(index % JobLimits.ItemsPerShard);
    }

    private async Task<IResult> GetImageAsync(string file, HttpContext context)
    {
        string name = $"{context.Tenant()}/images/{file}";
        byte[]? png = BlobName.IsValid(name) ? await blobs.ReadAsync(name, context.RequestAborted) : null;
        if (png is null)
            throw new JanusException(ErrorCode.NotFound, "There is no such image.");
        context.Response.Headers.CacheControl = Immutable;
        return Results.Bytes(png, "image/png");
    }

    private async Task WriteArchiveAsync(string job, HttpContext context)
    {
        IJobGrain grain = Find(context.Tenant(), job);
        await ClusterCall.RepeatAsync(grain.GetStatusAsync, time, context.RequestAborted); // of another tenant, or none: not found
        Save(context, $"{job}.zip");
        context.Response.ContentType = "application/zip";
        await new PictureArchive(grain, blobs, time).WriteAsync(context.Response.Body, context.RequestAborted);
    }

    private IJobGrain Find(string tenant, string job) => JobEndpoints.Find(grains, job, tenant);

    private static void Save(HttpContext context, string name) =>
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
}
