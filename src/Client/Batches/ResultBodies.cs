using JanusCluster.Client.Links;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Client.OpenAi.Images;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Storage;

namespace JanusCluster.Client.Batches;

/// <summary>What the endpoints would have answered, from the items of a job.</summary>
internal sealed class ResultBodies(IBlobStore blobs, BlobLinks links)
{
    /// <summary>Addresses in a file are read later than those in an answer. No store signs for longer.</summary>
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(5);

    /// <param name="items">All of a request, finished.</param>
    /// <param name="address">Where the front was reached; addresses of pictures begin with it.</param>
    /// <returns>Null where a picture is not in the blob store any more.</returns>
    public async Task<object?> MakeAsync(
        IReadOnlyList<ItemReport> items, ModelDescription model, bool asData, string? address, string id, CancellationToken cancellationToken)
    {
        if (items[0] is { Answer: { } answer })
            return Completion(answer, model, id);
        var data = new List<ImageData>();
        foreach (ItemReport item in items)
        {
            string blob = item.Delivery!.BlobName;
            long seed = ((ImageItem)item.Item).Seed;
            if (!asData)
                data.Add(new ImageData(null, await links.CreateAsync(address ?? "", blob, LinkLifetime, cancellationToken), seed));
            else if (await blobs.ReadAsync(blob, cancellationToken) is { } png)
                data.Add(new ImageData(Convert.ToBase64String(png), null, seed));
            else
                return null;
        }

        long created = items.Max(item => item.FinishedAt ?? item.Delivery!.DeliveredAt).ToUnixTimeSeconds();
        return new ImageAnswer(
            created, data, "opaque", "png", $"{model.ImageSize}x{model.ImageSize}", ImageUsage.OfCodes(items.Count * model.CodesPerImage));
    }

    private static ChatCompletion Completion(ChatAnswer answer, ModelDescription model, string id) => new(
        $"chatcmpl-{id}", "chat.completion", answer.FinishedAt.ToUnixTimeSeconds(), model.Name,
        [new ChatChoice(0, AnswerMessage.Of(answer.Text), ChatLogprobs.Of(answer.Logprobs), answer.FinishReason)],
        ChatUsage.Of(answer.PromptTokens, answer.CompletionTokens), model.Id);
}
