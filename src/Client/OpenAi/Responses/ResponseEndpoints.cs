using JanusCluster.Client.Chat;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary><c>POST /v1/responses</c>: an answer that is kept, so that others may go on behind it.</summary>
internal sealed class ResponseEndpoints(
    IGrainFactory grains, ServedModels models, BodyReader bodies, ResponseContexts contexts, HttpSettings settings, ErrorHandler errors, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/responses", (HttpContext context, ResponseEndpoints responses) => responses.CreateAsync(context))
            .Accepts<ResponseBody>("application/json").Produces<ResponseObject>()
            .WithTags("Responses").WithSummary("Answer, and keep the answer for later questions. Header: Idempotency-Key; in a conversation its repetition is the same response, while that is the last one.");

    private async Task CreateAsync(HttpContext context)
    {
        ResponseBody body = await bodies.ReadAsync<ResponseBody>(context);
        ModelDescription model = await models.ResolveAsync(body.Model, context.RequestAborted);
        ChatSettings drawing = body.ToSettings();
        string tenant = context.Tenant();
        ResponseContext found = await contexts.FindAsync(tenant, body, context.RequestAborted);
        IConversationGrain grain = grains.GetGrain<IConversationGrain>($"{tenant}/{found.Conversation}");
        bool isKept = body.Store ?? true;
        if (isKept && found.History is { } history)
            await CreateAsync(grain, history, body, context.RequestAborted);
        var request = new TurnRequest(
            model.Id, found.Question, drawing, NameOf(context, body), isKept ? null : found.History, IsTransient: !isKept, settings.ChatQueueTimeout);
        Answer answer = await Answer.StartAsync(grain, request, time, context.RequestAborted);
        var draft = new ResponseDraft(
            found.Id ?? new ResponseId(found.Conversation, answer.Turn), body, drawing, model, time.GetUtcNow().ToUnixTimeSeconds());
        if (body.Stream == true)
        {
            await StreamAsync(context, answer, draft);
            return;
        }

        await foreach (TurnChunk chunk in answer.ReadAsync(context.RequestAborted))
            draft.Add(chunk);
        await context.Response.WriteAsJsonAsync(draft.Finished(), ApiJson.Options, context.RequestAborted);
    }

    /// <summary>A response of its own is a conversation of its own each time: there is no earlier one that it could be.</summary>
    private static string? NameOf(HttpContext context, ResponseBody body) => body.Conversation is null ? null : IdempotencyKey.Read(context);

    private Task<Transcript> CreateAsync(IConversationGrain grain, IReadOnlyList<ChatMessage> history, ResponseBody body, CancellationToken cancellationToken)
    {
        var notes = new Dictionary<string, string>(body.Metadata ?? new Dictionary<string, string>());
        if (body.PreviousResponseId is { } previous)
            notes[StoredResponse.PreviousNote] = previous;
        return ClusterCall.RepeatAsync(() => grain.CreateAsync(history, notes), time, cancellationToken);
    }

    private async Task StreamAsync(HttpContext context, Answer answer, ResponseDraft draft)
    {
        await using var stream = new EventStream(context, time);
        await stream.BeginAsync();
        var events = new ResponseEvents(stream);
        await events.SendAsync("response.created", draft.Begun());
        await events.SendAsync("response.in_progress", draft.Begun());
        try
        {
            await events.BeginTextAsync(draft.MessageId);
            await foreach (TurnChunk chunk in answer.ReadAsync(context.RequestAborted))
            {
                IReadOnlyList<Chat.ChatLogprob>? logprobs = draft.Add(chunk);
                if (chunk.Text.Length > 0)
                    await events.SendTextAsync(draft.MessageId, chunk.Text, logprobs);
            }

            await events.EndTextAsync(draft.Message());
            ResponseObject finished = draft.Finished();
            await events.SendAsync($"response.{(finished.Status == "incomplete" ? "incomplete" : "completed")}", finished);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            ErrorBody body = errors.Describe(e, context.Request.Path).Body;
            await events.SendErrorAsync(body);
            await events.SendAsync("response.failed", draft.Failed(body));
        }
    }
}
