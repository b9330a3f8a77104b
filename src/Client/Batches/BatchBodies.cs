using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Client.OpenAi.Images;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Batches;

/// <inheritdoc cref="IBatchBodies"/>
internal sealed class BatchBodies(ServedModels models, MessageReader messages) : IBatchBodies
{
    private const string Images = "/v1/images/generations";

    public Task<BatchBody> ReadAsync(string tenant, BatchLine line, CancellationToken cancellationToken) =>
        line.Url == Images ? ReadImageAsync(line, cancellationToken) : ReadChatAsync(tenant, line, cancellationToken);

    private async Task<BatchBody> ReadImageAsync(BatchLine line, CancellationToken cancellationToken)
    {
        ImageGenerationBody body = BodyReader.Parse<ImageGenerationBody>(line.Body);
        BodyRules.Refuse(body.Stream == true, "stream", "Nothing is streamed to a batch.");
        ModelDescription model = await models.ResolveAsync(body.Model, cancellationToken);
        return new BatchBody(body.ToRequest(line.CustomId, model), model, body.ResponseFormat == ImageGenerationBody.Base64);
    }

    private async Task<BatchBody> ReadChatAsync(string tenant, BatchLine line, CancellationToken cancellationToken)
    {
        ChatCompletionBody body = BodyReader.Parse<ChatCompletionBody>(line.Body);
        BodyRules.Refuse(body.Stream == true, "stream", "Nothing is streamed to a batch.");
        BodyRules.Refuse(body.Answers != 1, "n", "A line of a batch has one answer: n must be 1. Repeat the line for more.");
        ModelDescription model = await models.ResolveAsync(body.Model, cancellationToken);
        ChatSettings settings = body.ToSettings();
        BodyRules.CheckMetadata(body.Metadata);
        IReadOnlyList<ChatMessage> conversation = await messages.ReadAsync(tenant, body.Messages, cancellationToken);
        return new BatchBody(new ChatRequest(line.CustomId, conversation, settings), model, AsData: false);
    }
}
