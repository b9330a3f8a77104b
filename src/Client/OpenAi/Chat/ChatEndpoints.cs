using System.Text;
using JanusCluster.Client.Chat;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.OpenAi.Chat;

/// <summary><c>POST /v1/chat/completions</c>: every answer is a turn of a conversation that exists for it alone.</summary>
internal sealed class ChatEndpoints(
    IGrainFactory grains, ServedModels models, BodyReader bodies, MessageReader messages, HttpSettings settings, ErrorHandler errors, TimeProvider time)
{
    private static readonly byte[] Done = "[DONE]"u8.ToArray();

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/chat/completions", (HttpContext context, ChatEndpoints chat) => chat.CompleteAsync(context))
            .Accepts<ChatCompletionBody>("application/json").Produces<ChatCompletion>()
            .WithTags("Chat").WithSummary("Answer a conversation, with images or without.");

    private async Task CompleteAsync(HttpContext context)
    {
        ChatCompletionBody body = await bodies.ReadAsync<ChatCompletionBody>(context);
        ModelDescription model = await models.ResolveAsync(body.Model, context.RequestAborted);
        ChatSettings drawing = body.ToSettings();
        BodyRules.CheckMetadata(body.Metadata);
        string tenant = context.Tenant();
        IReadOnlyList<ChatMessage> conversation = await messages.ReadAsync(tenant, body.Messages, context.RequestAborted);
        var head = new Head($"chatcmpl-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds(), model);
        if (body.Stream == true)
        {
            await StreamAsync(context, body, tenant, conversation, drawing, head);
            return;
        }

        (ChatChoice Choice, ChatUsage Usage)[] answers = await AllAsync(
            body.Answers, (index, cancellationToken) => AnswerAsync(tenant, conversation, drawing, head, index, cancellationToken), context.RequestAborted);
        var completion = new ChatCompletion(
            head.Id, "chat.completion", head.Created, model.Name, [.. answers.Select(answer => answer.Choice)],
            answers.Select(answer => answer.Usage).Aggregate((a, b) => a + b), head.Fingerprint);
        await context.Response.WriteAsJsonAsync(completion, ApiJson.Options, context.RequestAborted);
    }

    private async Task<(ChatChoice Choice, ChatUsage Usage)> AnswerAsync(
        string tenant, IReadOnlyList<ChatMessage> conversation, ChatSettings drawing, Head head, int index, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var logprobs = new List<TokenLogprob>();
        Answer answer = await StartAsync(tenant, conversation, drawing, head, index, cancellationToken);
        await foreach (TurnChunk chunk in answer.ReadAsync(cancellationToken))
        {
            text.Append(chunk.Text);
            logprobs.AddRange(chunk.Logprobs ?? []);
            if (chunk.FinishReason is { } reason)
            {
                return (new ChatChoice(index, AnswerMessage.Of(text.ToString()), ChatLogprobs.Of(drawing.TopLogprobs is null ? null : logprobs), reason),
                    ChatUsage.Of(chunk.PromptTokens, chunk.CompletionTokens));
            }
        }

        throw new InvalidOperationException("An answer ended without a reason.");
    }

    private async Task StreamAsync(
        HttpContext context, ChatCompletionBody body, string tenant, IReadOnlyList<ChatMessage> conversation, ChatSettings drawing, Head head)
    {
        await using var stream = new EventStream(context, time);
        // What is refused at once has the status that says so.
        Answer[] answers = await AllAsync(
            body.Answers, (index, cancellationToken) => StartAsync(tenant, conversation, drawing, head, index, cancellationToken), context.RequestAborted);
        await stream.BeginAsync();
        try
        {
            ChatUsage[] usages = await AllAsync(
                answers.Length, (index, cancellationToken) => SendAsync(stream, answers[index], head, index, drawing, cancellationToken), context.RequestAborted);
            if (body.StreamOptions?.IncludeUsage == true)
                await stream.SendAsync(null, head.Chunk([], usages.Aggregate((a, b) => a + b)));
            await stream.SendTextAsync(Done);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            await stream.SendAsync(null, errors.Describe(e, context.Request.Path).Body);
        }
    }

    private static async Task<ChatUsage> SendAsync(
        EventStream stream, Answer answer, Head head, int index, ChatSettings drawing, CancellationToken cancellationToken)
    {
        await stream.SendAsync(null, head.Chunk([new ChunkChoice(index, new ChunkDelta("assistant", ""), null, null)], null));
        ChatUsage usage = ChatUsage.Of(0, 0);
        await foreach (TurnChunk chunk in answer.ReadAsync(cancellationToken))
        {
            ChatLogprobs? logprobs = drawing.TopLogprobs is null ? null : ChatLogprobs.Of(chunk.Logprobs ?? []);
            if (chunk.Text.Length > 0 || logprobs is { Content.Count: > 0 })
                await stream.SendAsync(null, head.Chunk([new ChunkChoice(index, new ChunkDelta(null, chunk.Text), logprobs, null)], null));
            if (chunk.FinishReason is null)
                continue;
            usage = ChatUsage.Of(chunk.PromptTokens, chunk.CompletionTokens);
            await stream.SendAsync(null, head.Chunk([new ChunkChoice(index, new ChunkDelta(), null, chunk.FinishReason)], null));
        }

        return usage;
    }

    private Task<Answer> StartAsync(
        string tenant, IReadOnlyList<ChatMessage> conversation, ChatSettings drawing, Head head, int index, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IConversationGrain>($"{tenant}/{head.Id}-{index}");
        var request = new TurnRequest(
            head.Model.Id, conversation[^1], drawing with { Seed = ImageSeed.Derive(drawing.Seed, index) }, head.Id,
            [.. conversation.SkipLast(1)], IsTransient: true, settings.ChatQueueTimeout);
        return Answer.StartAsync(grain, request, time, cancellationToken);
    }

    /// <summary>Does all at a time; when one fails the others are given up.</summary>
    private static async Task<T[]> AllAsync<T>(int count, Func<int, CancellationToken, Task<T>> one, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Exception? first = null;
        async Task<T> OneAsync(int index)
        {
            try
            {
                return await one(index, giveUp.Token);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref first, e, null);
                await giveUp.CancelAsync();
                throw;
            }
        }

        try
        {
            return await Task.WhenAll(Enumerable.Range(0, count).Select(OneAsync));
        }
        catch (Exception) when (first is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
            throw;
        }
    }

    /// <summary>What all parts of an answer repeat.</summary>
    private sealed record Head(string Id, long Created, ModelDescription Model)
    {
        public string Fingerprint => $"fp_{Model.Hash[..12]}";

        public ChatChunk Chunk(IReadOnlyList<ChunkChoice> choices, ChatUsage? usage) =>
            new(Id, "chat.completion.chunk", Created, Model.Name, choices, Fingerprint, usage);
    }
}
