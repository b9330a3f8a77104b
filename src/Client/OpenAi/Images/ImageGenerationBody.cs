using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.OpenAi.Images;

/// <summary>Body of <c>POST /v1/images/generations</c>. Guidance, temperature, top_k, top_p and seed are this API's own.</summary>
/// <param name="Model">Name or id; may be left out where there is one model.</param>
/// <param name="Prompt">What the picture shows.</param>
/// <param name="N">Pictures to make, 1 to 10. Default: 1.</param>
/// <param name="Size">auto, or the model's own size, for example 384x384. Default: auto.</param>
/// <param name="ResponseFormat">url or b64_json. Default: url; of a stream always b64_json.</param>
/// <param name="Stream">Send server-sent events. Default: false.</param>
/// <param name="PartialImages">Pictures of the unfinished image to send on the way, 0 to 3. Default: 0.</param>
/// <param name="OutputFormat">png. Default: png.</param>
/// <param name="OutputCompression">Without meaning for png: 100.</param>
/// <param name="Quality">Taken and without effect, like style, background (other than transparent), moderation and user.</param>
/// <param name="Guidance">Weight of classifier-free guidance. Default: 5.</param>
/// <param name="Temperature">Default: 1.</param>
/// <param name="TopK">Default: 0, all codes.</param>
/// <param name="TopP">Default: 1.</param>
/// <param name="Seed">The same seed makes the same picture; every picture tells its own. Default: drawn.</param>
internal sealed record ImageGenerationBody(
    string? Model = null,
    string? Prompt = null,
    int? N = null,
    string? Size = null,
    string? ResponseFormat = null,
    bool? Stream = null,
    int? PartialImages = null,
    string? OutputFormat = null,
    int? OutputCompression = null,
    string? Quality = null,
    string? Style = null,
    string? Background = null,
    string? Moderation = null,
    string? User = null,
    double? Guidance = null,
    double? Temperature = null,
    int? TopK = null,
    double? TopP = null,
    long? Seed = null)
{
    public const string Base64 = "b64_json", Url = "url";
    private const int MaxCount = 10, MaxPartialImages = 3, MaxUserLength = 512;

    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public ImageRequest ToRequest(string customId, ModelDescription model)
    {
        string own = $"{model.ImageSize}x{model.ImageSize}";
        Check(Prompt is not null, "prompt", "prompt is missing: say what the picture shows.");
        Check(Size is null or "auto" || Size == own, "size", $"size must be auto or {own}, the size of this model's pictures; it is {Shown(Size)}.");
        Check(ResponseFormat is null or Base64 or Url, "response_format", $"response_format must be {Url} or {Base64}; it is {Shown(ResponseFormat)}.");
        Check(N is null or (>= 1 and <= MaxCount), "n", $"n must be 1 to {MaxCount}; it is {N}.");
        Check(PartialImages is null or (>= 0 and <= MaxPartialImages), "partial_images", $"partial_images must be 0 to {MaxPartialImages}; it is {PartialImages}.");
        Check(PartialImages is null or 0 || Stream == true, "partial_images", "partial_images are sent in a stream only: set stream to true.");
        Check(OutputFormat is null or "png", "output_format", $"output_format must be png; it is {Shown(OutputFormat)}.");
        Check(OutputCompression is null or 100, "output_compression", "output_compression must be 100: png pictures are whole.");
        Check(Background is null or "auto" or "opaque", "background", $"background must be auto or opaque: pictures have no transparent parts; it is {Shown(Background)}.");
        Check(Quality is null or "auto" or "standard" or "hd" or "low" or "medium" or "high", "quality", $"quality is {Shown(Quality)}, which is none of the API's.");
        Check(Style is null or "vivid" or "natural", "style", $"style must be vivid or natural; it is {Shown(Style)}.");
        Check(Moderation is null or "auto" or "low", "moderation", $"moderation must be auto or low; it is {Shown(Moderation)}.");
        Check(User is null or { Length: <= MaxUserLength }, "user", $"user must have at most {MaxUserLength} characters.");
        ImageSettings defaults = model.Settings;
        var settings = new ImageSettings(Guidance ?? defaults.Guidance, Temperature ?? defaults.Temperature, TopK ?? defaults.TopK, TopP ?? defaults.TopP);
        var request = new ImageRequest(customId, Prompt!, N ?? 1, Seed, settings);
        RequestRules.Validate(request);
        return request;
    }

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }

    private static string Shown(string? value) => ApiText.Quote(value);
}
