using System.Text.Json;

namespace JanusCluster.Client.Http;

/// <summary>A mistake within a value that was read by itself. The reader adds where the value is, and nothing to what is known already.</summary>
/// <param name="within">Where in the value, for example <c>[0].text</c>.</param>
internal sealed class NestedJsonException(string message, string within, Exception? inner) : JsonException(message, inner)
{
    public string Within => within;

    /// <param name="e">Its path begins at the value.</param>
    public static NestedJsonException Of(JsonException e) =>
        new(e.Message, e.Path?.TrimStart('$') + (e as NestedJsonException)?.Within, e.InnerException);
}
