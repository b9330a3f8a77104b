using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Webhooks;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Webhooks;

/// <summary>Delivers what waits for one webhook. An attempt that nobody reports is made again when its lease has run out.</summary>
internal sealed partial class WebhookWorker(
    IGrainFactory grains, WebhookSender sender, WebhookBodies bodies, ILogger<WebhookWorker> logger)
{
    private const int MostAtATime = 4;
    /// <summary>Then others have their turn.</summary>
    private const int MostRounds = 25;

    /// <summary>Goes on while there is something to deliver, and the host takes it.</summary>
    public async Task RunAsync(WebhookKey webhook, CancellationToken stoppingToken)
    {
        IWebhooksGrain grain = grains.GetGrain<IWebhooksGrain>(webhook.Tenant);
        for (int round = 0; round < MostRounds; round++)
        {
            stoppingToken.ThrowIfCancellationRequested();
            if (await grain.TakeAsync(webhook.Webhook, MostAtATime) is not { } work)
                return;
            bool[] delivered = await Task.WhenAll(work.Deliveries.Select(delivery => DeliverAsync(webhook, grain, work.Target, delivery, stoppingToken)));
            if (delivered.Contains(false))
                return;
        }
    }

    private async Task<bool> DeliverAsync(
        WebhookKey webhook, IWebhooksGrain grain, WebhookTarget target, WebhookDelivery delivery, CancellationToken stoppingToken)
    {
        try
        {
            WebhookReceipt receipt = await TryAsync(webhook, target, delivery, stoppingToken);
            await grain.ReportAsync(webhook.Webhook, new WebhookOutcome(delivery, receipt.Error));
            if (!receipt.IsDelivered)
                LogRefused(delivery.Event.Id, webhook.ToString(), delivery.Attempt, receipt.Error!);
            return receipt.IsDelivered;
        }
        catch (Exception e)
        {
            if (!stoppingToken.IsCancellationRequested)
                LogAway(e, delivery.Event.Id, webhook.ToString());
            return false;
        }
    }

    private async Task<WebhookReceipt> TryAsync(WebhookKey webhook, WebhookTarget target, WebhookDelivery delivery, CancellationToken stoppingToken)
    {
        byte[] body;
        try
        {
            body = await bodies.MakeAsync(webhook.Tenant, delivery.Event);
        }
        catch (Exception e) when (!ClusterCall.IsAwayForNow(e))
        {
            // Our fault, and still an attempt: it must not be made for ever.
            LogUnreadable(e, delivery.Event.Id, webhook.ToString());
            return new WebhookReceipt(null, "The event could not be written.");
        }

        return await sender.SendAsync(target, delivery.Event.Id, body, stoppingToken);
    }

    [LoggerMessage(LogLevel.Information, "Event {Event} did not arrive at webhook {Webhook}, attempt {Attempt}: {Error}")]
    private partial void LogRefused(string @event, string webhook, int attempt, string error);

    [LoggerMessage(LogLevel.Warning, "Event {Event} for webhook {Webhook} cannot be seen to now; it is sent again")]
    private partial void LogAway(Exception exception, string @event, string webhook);

    [LoggerMessage(LogLevel.Error, "Event {Event} for webhook {Webhook} cannot be written")]
    private partial void LogUnreadable(Exception exception, string @event, string webhook);
}
