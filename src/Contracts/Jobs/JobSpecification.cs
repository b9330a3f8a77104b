namespace JanusCluster.Contracts.Jobs;

/// <summary>What a client submits: requests for images, each of one prompt.</summary>
/// <param name="Model">The model's id, as <c>ModelDescription.Id</c> gives it.</param>
/// <param name="Name">A label for people, for example the input file's name.</param>
/// <param name="Fingerprint">SHA-256 (hex) of all that was asked for: a job submitted twice must have the same one.</param>
/// <param name="CodesPerImage">Of the model, for progress and estimates.</param>
/// <param name="Requests">1 to <see cref="JobLimits.MaxRequests"/> requests, <see cref="JobLimits.MaxImages"/> images in all.</param>
[GenerateSerializer, Immutable, Alias(Aliases.JobSpecification)]
public sealed record JobSpecification(
    [property: Id(0)] string Model,
    [property: Id(1)] string Name,
    [property: Id(2)] string Fingerprint,
    [property: Id(3)] int CodesPerImage,
    [property: Id(4)] IReadOnlyList<ImageRequest> Requests);

/// <summary>One prompt and how many images of it.</summary>
/// <param name="CustomId">The caller's own name for the request; it comes back with every result.</param>
/// <param name="Count">Images to make (n).</param>
/// <param name="Seed">Seed of the request; null lets the job draw one and record it.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ImageRequest)]
public sealed record ImageRequest(
    [property: Id(0)] string CustomId,
    [property: Id(1)] string Prompt,
    [property: Id(2)] int Count,
    [property: Id(3)] long? Seed,
    [property: Id(4)] ImageSettings Settings);

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

/// <summary>One image to make: a request's prompt with the image's own seed.</summary>
/// <param name="Request">Index of the request within the job.</param>
/// <param name="Image">Index of the image within the request.</param>
/// <param name="Seed">With this seed and a count of 1 the same image is made again.</param>
[GenerateSerializer, Immutable, Alias(Aliases.ImageItem)]
public sealed record ImageItem(
    [property: Id(0)] string CustomId,
    [property: Id(1)] int Request,
    [property: Id(2)] int Image,
    [property: Id(3)] string Prompt,
    [property: Id(4)] long Seed,
    [property: Id(5)] ImageSettings Settings);
