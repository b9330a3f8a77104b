using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.Webhooks;

/// <summary><c>/v1/webhooks</c>: who is told when jobs and batches end.</summary>
internal sealed class WebhookEndpoints(IGrainFactory grains, BodyReader bodies, WebhookHosts hosts, WebhookSender sender, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/webhooks").WithTags("Webhooks");
        group.MapPost("", (HttpContext context, WebhookEndpoints webhooks) => webhooks.CreateAsync(context))
            .Accepts<WebhookRequestBody>("application/json").Produces<WebhookObject>(StatusCodes.Status201Created)
            .WithSummary("Have the end of jobs and batches told to an address. The secret that signs is told here and never again.");
        group.MapGet("", (HttpContext context, WebhookEndpoints webhooks) => webhooks.ListAsync(context))
            .Produces<WebhookList>().WithSummary("The tenant's webhooks, oldest first.");
        group.MapGet("/{id}", (string id, HttpContext context, WebhookEndpoints webhooks) => webhooks.GetAsync(id, context))
            .Produces<WebhookObject>().WithSummary("A webhook, and what has become of its events.");
        group.MapDelete("/{id}", (string id, HttpContext context, WebhookEndpoints webhooks) => webhooks.DeleteAsync(id, context))
            .Produces<DeletedWebhook>().WithSummary("Delete a webhook with all that waits for it.");
        group.MapPost("/{id}/test", (string id, HttpContext context, WebhookEndpoints webhooks) => webhooks.TestAsync(id, context))
            .Produces<WebhookTest>().WithSummary("Send a ping at once, and tell how it was taken. It is not sent again.");
    }

    /// <summary>Not repeated when there is no answer: a webhook whose secret nobody has heard would be left behind.</summary>
    private async Task<IResult> CreateAsync(HttpContext context)
    {
        WebhookSettings settings = (await bodies.ReadAsync<WebhookRequestBody>(context)).ToSettings();
        hosts.Require(settings.Url);
        NewWebhook made = await Find(context).CreateAsync(settings);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(WebhookObject.Of(made.Webhook, made.Secret), ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        IReadOnlyList<Webhook> found = await RepeatAsync(Find(context).ListAsync, context);
        return Json(new WebhookList("list", [.. found.Select(webhook => WebhookObject.Of(webhook))]));
    }

    private async Task<IResult> GetAsync(string id, HttpContext context) =>
        Json(WebhookObject.Of(await RepeatAsync(() => Find(context, id).GetAsync(id), context)));

    private async Task<IResult> DeleteAsync(string id, HttpContext context)
    {
        await Find(context, id).DeleteAsync(id);
        return Json(new DeletedWebhook(id, "webhook", true));
    }

    private async Task<IResult> TestAsync(string id, HttpContext context)
    {
        WebhookTarget target = await RepeatAsync(() => Find(context, id).GetTargetAsync(id), context);
        var ping = new WebhookEvent($"evt_{Guid.NewGuid():N}", WebhookBody.Ping, id, time.GetUtcNow());
        WebhookReceipt receipt = await sender.SendAsync(target, ping.Id, WebhookBody.Of(ping, new WebhookData(id)).ToJson(), context.RequestAborted);
        return Json(new WebhookTest(id, "webhook.test", ping.Id, receipt.IsDelivered, receipt.Status, receipt.Error));
    }

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: no webhook can have such an id.</exception>
    private IWebhooksGrain Find(HttpContext context, string id) => Identifier.IsValid(id)
        ? Find(context)
        : throw new JanusException(ErrorCode.NotFound, $"There is no webhook {ApiText.Quote(id)}.", "webhook");

    private IWebhooksGrain Find(HttpContext context) => grains.GetGrain<IWebhooksGrain>(context.Tenant());

    private Task<T> RepeatAsync<T>(Func<Task<T>> call, HttpContext context) => ClusterCall.RepeatAsync(call, time, context.RequestAborted);

    private static IResult Json<T>(T answer) => Results.Json(answer, ApiJson.Options);
}
