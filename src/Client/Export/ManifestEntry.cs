using System.Text.Json.Serialization;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Export;

/// <summary>One line of manifest.jsonl: a picture in the folder and all that is needed to make it again.</summary>
/// <param name="Image">Index of the image within its request.</param>
/// <param name="Seed">The image's own seed.</param>
/// <param name="File">Name within the folder.</param>
/// <param name="Sha256">Lower-case hex digest of the file.</param>
/// <param name="Seconds">From the first prefill to the last code.</param>
internal sealed record ManifestEntry(
    string CustomId,
    int Image,
    string Prompt,
    long Seed,
    ImageSettings Settings,
    string Model,
    string ModelHash,
    string File,
    string Sha256,
    double Seconds,
    DateTimeOffset FinishedAt)
{
    [JsonIgnore]
    public PictureKey Key => new(CustomId, Image, Prompt, Seed, Settings, ModelHash);
}

/// <summary>What a picture is a picture of. Two with the same key need not be made twice.</summary>
internal sealed record PictureKey(
    string CustomId, int Image, string Prompt, long Seed, ImageSettings Settings, string ModelHash)
{
    public static PictureKey Of(ImageItem item, ModelDescription model) =>
        new(item.CustomId, item.Image, item.Prompt, item.Seed, item.Settings, model.Hash);
}
