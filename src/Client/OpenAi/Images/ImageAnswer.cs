using System.Text.Json.Serialization;

namespace JanusCluster.Client.OpenAi.Images;

/// <summary>Answer of <c>POST /v1/images/generations</c>.</summary>
/// <param name="Created">Seconds since 1970.</param>
internal sealed record ImageAnswer(
    long Created, IReadOnlyList<ImageData> Data, string Background, string OutputFormat, string Size, ImageUsage Usage);

/// <summary>One picture; of the first two fields there is the one that was asked for.</summary>
/// <param name="Seed">With this seed and n = 1 the same picture is made again.</param>
internal sealed record ImageData(
    [property: JsonPropertyName("b64_json")] string? Base64, string? Url, long Seed);

/// <param name="OutputTokens">VQ codes of the pictures.</param>
internal sealed record ImageUsage(int InputTokens, int OutputTokens, int TotalTokens, ImageInputTokens InputTokensDetails)
{
    /// <summary>Prompts are counted by the model's silo and not told per image: the output is what costs.</summary>
    public static ImageUsage OfCodes(int codes) => new(0, codes, codes, new ImageInputTokens(0, 0));
}

internal sealed record ImageInputTokens(int ImageTokens, int TextTokens);

/// <summary>One event of a stream of pictures.</summary>
/// <param name="Type">image_generation.partial_image or image_generation.completed.</param>
/// <param name="PartialImageIndex">Of a partial picture, from 0.</param>
/// <param name="Index">Of the picture among the n that were asked for.</param>
/// <param name="Usage">Of a finished picture.</param>
internal sealed record ImageEvent(
    string Type,
    [property: JsonPropertyName("b64_json")] string Base64,
    string Background,
    long CreatedAt,
    string OutputFormat,
    string Quality,
    string Size,
    int? PartialImageIndex,
    int Index,
    ImageUsage? Usage,
    long? Seed)
{
    public const string Partial = "image_generation.partial_image", Completed = "image_generation.completed";
}
