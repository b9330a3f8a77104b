using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Jobs;

/// <summary>One line of a .jsonl file to a request.</summary>
internal static class RequestLineParser
{
    private const int MaxDepth = 8;

    /// <param name="defaultId">custom_id of a line that gives none.</param>
    /// <param name="settings">Of what the line leaves out.</param>
    /// <param name="customId">The line's own custom_id as soon as it could be read, for the report of an error.</param>
    /// <exception cref="JanusException">What is wrong with the line.</exception>
    public static ImageRequest Parse(string line, string defaultId, ImageSettings settings, out string? customId)
    {
        customId = null;
        using JsonDocument document = ParseJson(line);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JanusException(ErrorCode.InvalidRequest, "The line is not a JSON object.");

        if (root.TryGetProperty("custom_id", out JsonElement id) && id.ValueKind == JsonValueKind.String)
            customId = Text("custom_id", id);
        ImageRequest request = Read(root, defaultId, settings);
        RequestRules.Validate(request);
        return request;
    }

    private static ImageRequest Read(JsonElement root, string defaultId, ImageSettings settings)
    {
        var request = new ImageRequest(defaultId, "", 1, null, settings);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            JsonElement value = property.Value;
            string name = property.Name;
            // null stands for "not given", except where there is no default.
            if (value.ValueKind == JsonValueKind.Null && name != "prompt" && Known.Contains(name))
                continue;
            request = name switch
            {
                "custom_id" => request with { CustomId = Text(name, value) },
                "prompt" => request with { Prompt = Text(name, value) },
                "n" => request with { Count = (int)Whole(name, value, int.MinValue, int.MaxValue) },
                "seed" => request with { Seed = Whole(name, value, long.MinValue, long.MaxValue) },
                "guidance" => request with { Settings = request.Settings with { Guidance = Number(name, value) } },
                "temperature" => request with { Settings = request.Settings with { Temperature = Number(name, value) } },
                "top_k" => request with { Settings = request.Settings with { TopK = (int)Whole(name, value, int.MinValue, int.MaxValue) } },
                "top_p" => request with { Settings = request.Settings with { TopP = Number(name, value) } },
                _ => throw JanusException.Invalid(name.Length <= 64 ? name : name[..64],
                    $"There is no field of this name; the fields are {string.Join(", ", Known)}."),
            };
        }

        return request;
    }

    private static readonly string[] Known =
        ["custom_id", "prompt", "n", "seed", "guidance", "temperature", "top_k", "top_p"];

    private static JsonDocument ParseJson(string line)
    {
        try
        {
            return StrictJson.Parse(line, MaxDepth);
        }
        catch (JsonException e)
        {
            // The library counts bytes from 0; its text goes on with a line number that is of no use for one line.
            string where = e.BytePositionInLine is { } at ? $" (near byte {at + 1})" : "";
            throw new JanusException(ErrorCode.InvalidRequest, $"The line is not valid JSON{where}.");
        }
    }

    private static string Text(string field, JsonElement value)
    {
        try
        {
            if (value.ValueKind == JsonValueKind.String)
                return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped lone surrogate has no text.
            throw JanusException.Invalid(field, $"{field} is not valid text.");
        }

        throw JanusException.Invalid(field, $"{field} must be text.");
    }

    private static long Whole(string field, JsonElement value, long min, long max) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= min && number <= max
            ? number
            : throw JanusException.Invalid(field, $"{field} must be a whole number within range; it is {Shown(value)}.");

    private static double Number(string field, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw JanusException.Invalid(field, $"{field} must be a number; it is {Shown(value)}.");

    private static string Shown(JsonElement value)
    {
        string raw = value.GetRawText();
        return raw.Length <= 40 ? raw : raw[..40] + "…";
    }
}
