using System.Text.Json;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Links;
using JanusCluster.Contracts.Jobs;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Jobs;

/// <summary><c>GET /v1/jobs/{id}/manifest</c>: a line for each item that is delivered or has failed, in order.</summary>
internal sealed class JobManifest(IGrainFactory grains, BlobLinks links, TimeProvider time)
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public async Task WriteAsync(string id, HttpContext context)
    {
        IJobGrain job = JobEndpoints.Find(grains, id, context);
        await ClusterCall.RepeatAsync(job.GetStatusAsync, time, context.RequestAborted); // of another tenant, or none: not found
        context.Response.ContentType = "application/x-ndjson; charset=utf-8";
        await foreach (ItemReport item in JobItems.ReadAsync(job, time, context.RequestAborted))
        {
            if (item.State is not (ItemState.Delivered or ItemState.Failed))
                continue;
            JobItemObject line = JobItemObject.Of(item, await JobEndpoints.LinkAsync(links, context, item));
            await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(line, ApiJson.Options), context.RequestAborted);
            await context.Response.Body.WriteAsync(NewLine, context.RequestAborted);
        }
    }
}
