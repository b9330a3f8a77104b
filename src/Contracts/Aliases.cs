namespace JanusCluster.Contracts;

/// <summary>
/// Every wire name of the cluster. Append only: silos of two versions talk to each other during an upgrade, and
/// stored grain state outlives them both, so a name once given is never changed or used again.
/// </summary>
public static class Aliases
{
    public const string JanusException = "janus.error";
    public const string ErrorCode = "janus.error-code";

    public const string JobGrain = "janus.job";
    public const string JobShardGrain = "janus.job-shard";
    public const string JobSpecification = "janus.job-specification";
    public const string ImageRequest = "janus.image-request";
    public const string ChatRequest = "janus.chat-request";
    public const string JobRequest = "janus.job-request";
    public const string JobItem = "janus.job-item";
    public const string ChatItem = "janus.chat-item";
    public const string ImageItem = "janus.image-item";
    public const string ImageSettings = "janus.image-settings";
    public const string JobState = "janus.job-state";
    public const string JobStatus = "janus.job-status";
    public const string ItemCounts = "janus.item-counts";
    public const string ItemState = "janus.item-state";
    public const string ItemReport = "janus.item-report";
    public const string GeneratedImage = "janus.generated-image";
    public const string ItemError = "janus.item-error";
    public const string ItemResult = "janus.item-result";
    public const string ChatAnswer = "janus.chat-answer";
    public const string ItemEpoch = "janus.item-epoch";
    public const string ItemGrant = "janus.item-grant";
    public const string GrantState = "janus.grant-state";
    public const string GrantedItem = "janus.granted-item";
    public const string ItemCheckpoint = "janus.item-checkpoint";
    public const string FinishedItem = "janus.finished-item";
    public const string ShardWrite = "janus.shard-write";
    public const string ShardVerdicts = "janus.shard-verdicts";
    public const string WriteVerdict = "janus.write-verdict";
    public const string ShardContent = "janus.shard-content";
    public const string ShardCounts = "janus.shard-counts";

    public const string DeliveryGrain = "janus.delivery";
    public const string DeliveryWork = "janus.delivery-work";
    public const string UndeliveredImage = "janus.undelivered-image";
    public const string DeliveryReceipt = "janus.delivery-receipt";

    public const string SchedulerGrain = "janus.scheduler";
    public const string WorkOffer = "janus.work-offer";
    public const string WorkClass = "janus.work-class";
    public const string OfferedItem = "janus.offered-item";
    public const string TurnOffer = "janus.turn-offer";
    public const string ChatLease = "janus.chat-lease";
    public const string LeaseRequest = "janus.lease-request";
    public const string Lease = "janus.lease";
    public const string HeldLease = "janus.held-lease";
    public const string LeaseEnd = "janus.lease-end";
    public const string EndedLease = "janus.ended-lease";
    public const string LeaseRenewal = "janus.lease-renewal";
    public const string LeaseProgress = "janus.lease-progress";
    public const string QueueStatus = "janus.queue-status";
    public const string TenantQueue = "janus.tenant-queue";

    public const string ModelGrain = "janus.model";
    public const string ModelDescription = "janus.model-description";
    public const string ModelInstance = "janus.model-instance";
    public const string RenderRequest = "janus.render-request";
    public const string ChatWork = "janus.chat-work";
    public const string ChatDelta = "janus.chat-delta";
    public const string ChatFinish = "janus.chat-finish";

    public const string ConversationGrain = "janus.conversation";
    public const string ChatMessage = "janus.chat-message";
    public const string ChatRole = "janus.chat-role";
    public const string ChatSettings = "janus.chat-settings";
    public const string TurnRequest = "janus.turn-request";
    public const string TurnChunk = "janus.turn-chunk";
    public const string Transcript = "janus.transcript";

    public const string TenantGrain = "janus.tenant";
    public const string TenantPolicy = "janus.tenant-policy";
    public const string TenantUsage = "janus.tenant-usage";

    public const string TenantsGrain = "janus.tenants";
    public const string ApiKeyGrain = "janus.api-key-grain";
    public const string ApiKey = "janus.api-key";
    public const string ApiKeyScopes = "janus.api-key-scopes";
    public const string ApiKeySettings = "janus.api-key-settings";
    public const string NewApiKey = "janus.new-api-key";
    public const string ApiKeyHolder = "janus.api-key-holder";

    public const string FileGrain = "janus.file";
    public const string FilesGrain = "janus.files";
    public const string FilePurpose = "janus.file-purpose";
    public const string FileUpload = "janus.file-upload";
    public const string FileDescription = "janus.file-description";
    public const string FilePage = "janus.file-page";

    public const string BatchGrain = "janus.batch";
    public const string BatchesGrain = "janus.batches";
    public const string OpenBatchesGrain = "janus.open-batches";
    public const string BatchState = "janus.batch-state";
    public const string BatchSpecification = "janus.batch-specification";
    public const string BatchCounts = "janus.batch-counts";
    public const string BatchError = "janus.batch-error";
    public const string BatchTimes = "janus.batch-times";
    public const string BatchStatus = "janus.batch-status";
    public const string BatchPlan = "janus.batch-plan";
    public const string BatchStep = "janus.batch-step";
    public const string BatchLease = "janus.batch-lease";
    public const string BatchOutcome = "janus.batch-outcome";
    public const string BatchPage = "janus.batch-page";

    public const string SiloGrain = "janus.silo";
    public const string SiloDescription = "janus.silo-description";
    public const string EngineFigures = "janus.engine-figures";

    public const string TurnReport = "janus.turn-report";
    public const string TurnWithMessages = "janus.turn-with-messages";
    public const string ConversationSummary = "janus.conversation-summary";
    public const string TokenLogprob = "janus.token-logprob";
    public const string TokenAlternative = "janus.token-alternative";
    public const string ImageProgress = "janus.image-progress";

    public const string WebhooksGrain = "janus.webhooks";
    public const string DueWebhooksGrain = "janus.due-webhooks";
    public const string WebhookEvent = "janus.webhook-event";
    public const string WebhookSettings = "janus.webhook-settings";
    public const string Webhook = "janus.webhook";
    public const string WebhookTally = "janus.webhook-tally";
    public const string NewWebhook = "janus.new-webhook";
    public const string WebhookTarget = "janus.webhook-target";
    public const string WebhookWork = "janus.webhook-work";
    public const string WebhookDelivery = "janus.webhook-delivery";
    public const string WebhookOutcome = "janus.webhook-outcome";

    public const string ModelCatalogGrain = "janus.model-catalog";
    public const string Demand = "janus.demand";
}
