using System.Text.Json;
using JanusCluster.Client.Export;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Delivery;

/// <summary>The text chunks of a picture: all that is needed to make it again, and nothing that differs between two runs.</summary>
internal static class PictureText
{
    public static IReadOnlyList<KeyValuePair<string, string>> Of(string model, ImageItem item) =>
    [
        new("prompt", item.Prompt),
        new("seed", item.Seed.ToString()),
        new("settings", JsonSerializer.Serialize(item.Settings, ExportJson.Options)),
        new("model", model),
        new("custom_id", item.CustomId),
    ];
}
