using System.Text.Json;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Batches;

/// <summary>One line of a batch's input: <c>{"custom_id", "method": "POST", "url", "body"}</c>.</summary>
/// <param name="Url">Of <see cref="BatchRules.Endpoints"/>.</param>
/// <param name="Body">What the endpoint takes; its fields have not been looked at.</param>
internal sealed record BatchLine(string CustomId, string Url, JsonElement Body)
{
    private static readonly string[] Known = ["custom_id", "method", "url", "body"];

    /// <param name="line">A JSON object.</param>
    /// <param name="customId">The line's custom_id as soon as it could be read, for the report of an error.</param>
    /// <exception cref="JanusException">What is wrong with the line.</exception>
    public static BatchLine Read(JsonElement line, out string? customId)
    {
        customId = null;
        if (line.ValueKind != JsonValueKind.Object)
            throw new JanusException(ErrorCode.InvalidRequest, "The line is not a JSON object.");
        if (line.TryGetProperty("custom_id", out JsonElement id) && id.ValueKind == JsonValueKind.String
            && Text("custom_id", id) is { Length: > 0 and <= JobLimits.MaxCustomIdLength } own && !own.Any(char.IsControl))
        {
            customId = own;
        }

        foreach (JsonProperty property in line.EnumerateObject())
            Check(Known.Contains(property.Name), Shorten(property.Name), $"There is no field of this name; the fields are {string.Join(", ", Known)}.");
        Check(customId is not null, "custom_id",
            $"custom_id is needed: 1 to {JobLimits.MaxCustomIdLength} characters, none of them a control character.");
        Check(Text("method", Field(line, "method")) == "POST", "method", "method must be POST.");
        string url = Text("url", Field(line, "url"));
        Check(BatchRules.Endpoints.Contains(url), "url", $"url must be one of {string.Join(", ", BatchRules.Endpoints)}.");
        JsonElement body = Field(line, "body");
        Check(body.ValueKind == JsonValueKind.Object, "body", "body must be a JSON object.");
        return new BatchLine(customId!, url, body);
    }

    private static JsonElement Field(JsonElement line, string name) => line.TryGetProperty(name, out JsonElement value)
        ? value
        : throw JanusException.Invalid(name, $"{name} is missing.");

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

    private static string Shorten(string name) => name.Length <= 64 ? name : name[..64];

    private static void Check(bool fulfilled, string field, string message)
    {
        if (!fulfilled)
            throw JanusException.Invalid(field, message);
    }
}
