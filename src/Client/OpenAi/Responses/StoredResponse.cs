using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary><c>GET /v1/responses/{id}</c>, its input items, cancelling and deleting it.</summary>
internal sealed class StoredResponse(IGrainFactory grains, TimeProvider time)
{
    /// <summary>Among a conversation's metadata: the response that it goes on behind.</summary>
    public const string PreviousNote = "janus.previous_response_id";

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/responses/{id}").WithTags("Responses");
        group.MapGet("", (string id, HttpContext context, StoredResponse stored) => stored.GetAsync(id, context))
            .Produces<ResponseObject>().WithSummary("A response that was kept.");
        group.MapGet("/input_items", (string id, HttpContext context, StoredResponse stored) => stored.ListInputAsync(id, context))
            .Produces<ItemList>().WithSummary("What was said before a response.");
        group.MapPost("/cancel", (string id, HttpContext context, StoredResponse stored) => stored.CancelAsync(id, context))
            .Produces<ResponseObject>().WithSummary("End a response that is being made; what was said stays.");
        group.MapDelete("", (string id, HttpContext context, StoredResponse stored) => stored.DeleteAsync(id, context))
            .Produces<DeletedObject>().WithSummary("Forget a response.");
    }

    private async Task<IResult> GetAsync(string id, HttpContext context)
    {
        (ResponseId parsed, Transcript transcript, TurnReport turn) = await FindAsync(id, context);
        return Results.Json(Make(parsed, transcript, turn), ApiJson.Options);
    }

    private async Task<IResult> ListInputAsync(string id, HttpContext context)
    {
        (_, Transcript transcript, TurnReport turn) = await FindAsync(id, context);
        IEnumerable<ChatMessage> said = turn.QuestionIndex < 0 ? [] : transcript.Messages.Take(turn.QuestionIndex + 1);
        return Results.Json(ItemList.Of([.. said.Select((message, i) => ConversationItem.Of(message, $"msg_{id}_{i}"))]), ApiJson.Options);
    }

    private async Task<IResult> CancelAsync(string id, HttpContext context)
    {
        (ResponseId parsed, _, TurnReport turn) = await FindAsync(id, context);
        IConversationGrain grain = GrainOf(context, parsed);
        if (turn.FinishedAt is null)
            await grain.CancelTurnAsync(turn.Number);
        return await GetAsync(id, context);
    }

    private async Task<IResult> DeleteAsync(string id, HttpContext context)
    {
        (ResponseId parsed, _, _) = await FindAsync(id, context);
        BodyRules.Refuse(!parsed.IsOwn, "id", "The response is a part of a conversation: delete that one.");
        await GrainOf(context, parsed).DeleteAsync();
        return Results.Json(new DeletedObject(id, "response", true), ApiJson.Options);
    }

    private IConversationGrain GrainOf(HttpContext context, ResponseId id) =>
        grains.GetGrain<IConversationGrain>($"{context.Tenant()}/{id.Conversation}");

    private async Task<(ResponseId Id, Transcript Transcript, TurnReport Turn)> FindAsync(string id, HttpContext context)
    {
        var parsed = ResponseId.Parse(id, "id");
        Transcript transcript = await ClusterCall.RepeatAsync(GrainOf(context, parsed).GetTranscriptAsync, time, context.RequestAborted);
        TurnReport turn = transcript.Turns.FirstOrDefault(turn => turn.Number == parsed.Turn)
            ?? throw new JanusException(ErrorCode.NotFound, $"There is no response {ApiText.Quote(id)}.", "id");
        return (parsed, transcript, turn);
    }

    private static ResponseObject Make(ResponseId id, Transcript transcript, TurnReport turn)
    {
        string status = turn switch
        {
            { Error: not null } => "failed",
            { FinishedAt: null } => "in_progress",
            _ => ResponseDraft.StatusOf(turn.FinishReason),
        };
        string? answer = turn.AnswerIndex is { } at ? transcript.Messages[at].Text : null;
        IReadOnlyList<OutputMessage> output = answer is null ? [] :
            [new OutputMessage($"msg_{id}", "message", status == "incomplete" ? status : "completed", "assistant", [OutputText.Of(answer, null)])];
        string? instructions = transcript.Messages is [{ Role: ChatRole.System } system, ..] ? system.Text : null;
        return new ResponseObject(
            id.ToString(), "response", turn.StartedAt.ToUnixTimeSeconds(), status,
            turn.Error is { } error ? new ResponseError(ErrorBody.CodeOf(error), turn.ErrorMessage ?? "") : null,
            status == "incomplete" ? new IncompleteDetails("max_output_tokens") : null, instructions, turn.Settings.MaxTokens, turn.Model.Split('@')[0], output, true,
            transcript.Metadata.GetValueOrDefault(PreviousNote), id.IsOwn ? null : new ConversationId(id.Conversation), true, turn.Settings.Temperature,
            turn.Settings.TopP, new TextOption(new FormatOption("text")), "auto", [], "disabled",
            turn.FinishReason is null ? null : ResponseUsage.Of(turn.PromptTokens, turn.CompletionTokens),
            transcript.Metadata.Where(note => note.Key != PreviousNote).ToDictionary());
    }
}

internal sealed record DeletedObject(string Id, string Object, bool Deleted);
