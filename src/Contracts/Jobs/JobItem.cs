using JanusCluster.Contracts.Chat;

namespace JanusCluster.Contracts.Jobs;

/// <summary>One result to make.</summary>
/// <param name="Request">Index of the request within the job.</param>
[GenerateSerializer, Immutable, Alias(Aliases.JobItem)]
public abstract record JobItem([property: Id(0)] string CustomId, [property: Id(1)] int Request);

/// <summary>One image to make: a request's prompt with the image's own seed.</summary>
/// <param name="Image">Index of the image within the request.</param>
/// <param name="Seed">With this seed and a count of 1 the same image is made again.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ImageItem)]
public sealed record ImageItem(
    string CustomId,
    int Request,
    [property: Id(0)] int Image,
    [property: Id(1)] string Prompt,
    [property: Id(2)] long Seed,
    [property: Id(3)] ImageSettings Settings) : JobItem(CustomId, Request);

/// <summary>One answer to give.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.ChatItem)]
public sealed record ChatItem(
    string CustomId,
    int Request,
    [property: Id(0)] IReadOnlyList<ChatMessage> Messages,
    [property: Id(1)] ChatSettings Settings) : JobItem(CustomId, Request);
