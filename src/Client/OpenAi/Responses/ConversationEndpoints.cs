using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary><c>/v1/conversations</c>: made, read, listed and deleted here; things are said in them by responses.</summary>
internal sealed class ConversationEndpoints(IGrainFactory grains, BodyReader bodies, InputReader inputs, TimeProvider time)
{
    private const int DefaultPage = 20, MaxPage = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/conversations").WithTags("Conversations");
        group.MapPost("", (HttpContext context, ConversationEndpoints own) => own.CreateAsync(context))
            .Accepts<ConversationBody>("application/json").Produces<ConversationObject>().WithSummary("Make a conversation. With an id of the caller's own the same again is the same one.");
        group.MapGet("", (HttpContext context, ConversationEndpoints own) => own.ListAsync(context))
            .Produces<ConversationList>().WithSummary("The tenant's conversations, the last used first (this API's own).");
        group.MapGet("/{id}", (string id, HttpContext context, ConversationEndpoints own) => own.GetAsync(id, context))
            .Produces<ConversationObject>().WithSummary("A conversation.");
        group.MapGet("/{id}/items", (string id, HttpContext context, ConversationEndpoints own) => own.ListItemsAsync(id, context))
            .Produces<ItemList>().WithSummary("What was said in a conversation.");
        group.MapDelete("/{id}", (string id, HttpContext context, ConversationEndpoints own) => own.DeleteAsync(id, context))
            .Produces<DeletedObject>().WithSummary("Forget a conversation.");
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        ConversationBody body = context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } ? new ConversationBody() : await bodies.ReadAsync<ConversationBody>(context);
        BodyRules.CheckMetadata(body.Metadata);
        string tenant = context.Tenant(), id = body.Id ?? ResponseId.NewConversation();
        BodyRules.Refuse(!ResponseId.IsConversation(id), "id", $"id must be conv_ and 32 hex digits (0-9, a-f); it is {ApiText.Quote(id)}.");
        IReadOnlyList<ChatMessage> history = body.Items is null ? []
            : await inputs.ReadAsync(tenant, new TextOr<InputItem>(null, body.Items), "items", context.RequestAborted);
        IConversationGrain grain = grains.GetGrain<IConversationGrain>($"{tenant}/{id}");
        Transcript made = await ClusterCall.RepeatAsync(() => grain.CreateAsync(history, body.Metadata), time, context.RequestAborted);
        return Results.Json(ConversationObject.Of(id, made), ApiJson.Options);
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        int limit = ReadLimit(context), offset = ReadOffset(context);
        ITenantGrain tenant = grains.GetGrain<ITenantGrain>(context.Tenant());
        IReadOnlyList<ConversationSummary> found = await tenant.ListConversationsAsync(offset, limit + 1);
        return Results.Json(new ConversationList(
            "list", [.. found.Take(limit).Select(one => new ListedConversation(one.Conversation, "conversation", one.UsedAt.ToUnixTimeSeconds()))], found.Count > limit), ApiJson.Options);
    }

    private async Task<IResult> GetAsync(string id, HttpContext context) =>
        Results.Json(ConversationObject.Of(id, await FindAsync(id, context)), ApiJson.Options);

    private async Task<IResult> ListItemsAsync(string id, HttpContext context)
    {
        Transcript transcript = await FindAsync(id, context);
        bool newestFirst = QueryOrder.IsNewestFirst(context);
        int limit = ReadLimit(context), offset = ReadAfter(context.Request.Query["after"], id, newestFirst, transcript.Messages.Count);
        IEnumerable<int> order = Enumerable.Range(0, transcript.Messages.Count);
        IEnumerable<int> shown = (newestFirst ? order.Reverse() : order).Skip(offset).Take(limit);
        ConversationItem[] items = [.. shown.Select(i => ConversationItem.Of(transcript.Messages[i], $"msg_{id}_{i}"))];
        return Results.Json(ItemList.Of(items, offset + items.Length < transcript.Messages.Count), ApiJson.Options);
    }

    private async Task<IResult> DeleteAsync(string id, HttpContext context)
    {
        await FindAsync(id, context);
        await GrainOf(id, context).DeleteAsync();
        return Results.Json(new DeletedObject(id, "conversation.deleted", true), ApiJson.Options);
    }

    private IConversationGrain GrainOf(string id, HttpContext context) => grains.GetGrain<IConversationGrain>($"{context.Tenant()}/{id}");

    private async Task<Transcript> FindAsync(string id, HttpContext context)
    {
        var unknown = new JanusException(ErrorCode.NotFound, $"There is no conversation {ApiText.Quote(id)}.", "conversation");
        if (!Identifier.IsValid(id))
            throw unknown;
        Transcript transcript = await ClusterCall.RepeatAsync(GrainOf(id, context).GetTranscriptAsync, time, context.RequestAborted);
        return transcript.CreatedAt is null && transcript.Messages.Count == 0 ? throw unknown : transcript;
    }

    private static int ReadLimit(HttpContext context) => QueryNumber.Read(context, "limit", DefaultPage, 1, MaxPage);

    private static int ReadOffset(HttpContext context) => QueryNumber.Read(context, "offset", 0, 0, int.MaxValue / 2);

    private static int ReadAfter(string? after, string id, bool newestFirst, int count)
    {
        if (after is null)
            return 0;
        string prefix = $"msg_{id}_";
        return after.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(after[prefix.Length..], out int index) && index >= 0 && index < count
            ? newestFirst ? count - index : index + 1
            : throw JanusException.Invalid("after", $"There is no item {ApiText.Quote(after)} in the conversation.");
    }
}

/// <param name="Items">What was said before; a system message is the first.</param>
/// <param name="Id">conv_ and 32 hex digits of the caller's own choice (this API's own). Default: one is drawn.</param>
internal sealed record ConversationBody(
    IReadOnlyList<InputItem>? Items = null, IReadOnlyDictionary<string, string>? Metadata = null, string? Id = null);

internal sealed record ConversationObject(string Id, string Object, long CreatedAt, IReadOnlyDictionary<string, string> Metadata)
{
    public static ConversationObject Of(string id, Transcript transcript) => new(
        id, "conversation", transcript.CreatedAt?.ToUnixTimeSeconds() ?? 0, transcript.Metadata);
}

internal sealed record ConversationList(string Object, IReadOnlyList<ListedConversation> Data, bool HasMore);

/// <param name="UsedAt">When its last turn began.</param>
internal sealed record ListedConversation(string Id, string Object, long UsedAt);
