using System.Text.Json;
using JanusCluster.Client.Batches;
using JanusCluster.Client.Http;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Webhooks;

namespace JanusCluster.Client.Webhooks;

/// <summary>What is sent of an event. Where OpenAI has the event, its own clients read it.</summary>
internal sealed record WebhookBody(string Id, string Object, string Type, long CreatedAt, WebhookData Data)
{
    /// <summary>What a test sends.</summary>
    public const string Ping = "ping";

    public static WebhookBody Of(WebhookEvent happened, WebhookData data) =>
        new(happened.Id, "event", happened.Type, happened.At.ToUnixTimeSeconds(), data);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Options);
}

/// <param name="Id">Of the job or batch.</param>
/// <param name="Job">The job as it stands when the event is sent; absent when it is deleted by then.</param>
/// <param name="Batch">The batch; likewise.</param>
internal sealed record WebhookData(string Id, JobObject? Job = null, BatchObject? Batch = null);

/// <summary>Makes the bodies of events.</summary>
internal sealed class WebhookBodies(IGrainFactory grains)
{
    public async Task<byte[]> MakeAsync(string tenant, WebhookEvent happened) =>
        WebhookBody.Of(happened, await ReadAsync(tenant, happened)).ToJson();

    private async Task<WebhookData> ReadAsync(string tenant, WebhookEvent happened)
    {
        string id = happened.Subject;
        try
        {
            return WebhookEventTypes.IsOfBatch(happened.Type)
                ? new WebhookData(id, Batch: BatchObject.Of(await grains.GetGrain<IBatchGrain>(new BatchKey(tenant, id).ToString()).GetAsync()))
                : new WebhookData(id, JobObject.Of(await grains.GetGrain<IJobGrain>(new JobKey(tenant, id).ToString()).GetStatusAsync()));
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return new WebhookData(id);
        }
    }
}
