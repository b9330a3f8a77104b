using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Contracts.Jobs;

/// <summary>What a client submits: requests for images, each of one prompt, and for answers.</summary>
/// <param name="Model">The model's id, as <c>ModelDescription.Id</c> gives it.</param>
/// <param name="Name">A label for people, for example the input file's name.</param>
/// <param name="Fingerprint">SHA-256 (hex) of all that was asked for: a job submitted twice must have the same one.</param>
/// <param name="CodesPerImage">Of the model, for progress and estimates.</param>
/// <param name="Requests">1 to <see cref="JobLimits.MaxRequests"/> requests, <see cref="JobLimits.MaxItems"/> items in all.</param>
/// <param name="Class">Bulk, or interactive when somebody waits for it.</param>
/// <param name="ExpiresAt">What is not finished by then is not made.</param>
/// <param name="IsTransient">It belongs to one request that somebody waits for: it is not in the tenant's list of jobs, and is deleted sooner than others.</param>
[GenerateSerializer, Immutable, Alias(Aliases.JobSpecification)]
public sealed record JobSpecification(
    [property: Id(0)] string Model,
    [property: Id(1)] string Name,
    [property: Id(2)] string Fingerprint,
    [property: Id(3)] int CodesPerImage,
    [property: Id(4)] IReadOnlyList<JobRequest> Requests,
    [property: Id(5)] WorkClass Class = WorkClass.Bulk,
    [property: Id(6)] DateTimeOffset? ExpiresAt = null,
    [property: Id(7)] bool IsTransient = false);

/// <summary>One request of a job.</summary>
/// <param name="CustomId">The caller's own name for the request; it comes back with every result.</param>
[GenerateSerializer, Immutable, Alias(Aliases.JobRequest)]
public abstract record JobRequest([property: Id(0)] string CustomId);

/// <summary>One prompt and how many images of it.</summary>
/// <param name="Count">Images to make (n).</param>
/// <param name="Seed">Seed of the request; null lets the job draw one and record it.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ImageRequest)]
public sealed record ImageRequest(
    string CustomId,
    [property: Id(0)] string Prompt,
    [property: Id(1)] int Count,
    [property: Id(2)] long? Seed,
    [property: Id(3)] ImageSettings Settings) : JobRequest(CustomId);

/// <summary>One answer.</summary>
/// <param name="Messages">The conversation; its last message is answered.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ChatRequest)]
public sealed record ChatRequest(
    string CustomId,
    [property: Id(0)] IReadOnlyList<ChatMessage> Messages,
    [property: Id(1)] ChatSettings Settings) : JobRequest(CustomId);

/// <summary>How codes are drawn. Defaults are those of the reference's <c>generate()</c>.</summary>
/// <param name="Guidance">Weight of classifier-free guidance; 1 is none, and costs half.</param>
/// <param name="Temperature">Divides the guided logits; 0 takes the most likely code.</param>
/// <param name="TopK">Draw among this many most likely codes; 0 is all.</param>
/// <param name="TopP">Draw among the most likely codes that hold this much probability; 1 is all.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ImageSettings)]
public sealed record ImageSettings(
    [property: Id(0)] double Guidance = 5,
    [property: Id(1)] double Temperature = 1,
    [property: Id(2)] int TopK = 0,
    [property: Id(3)] double TopP = 1);
