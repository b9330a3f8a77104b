using System.Text.Json;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Http;

/// <summary>JSON documents without fields that are given twice, and with names that are text.</summary>
internal static class StrictJson
{
    /// <param name="maxDepth">Deeper ones are refused.</param>
    /// <exception cref="JsonException">It is no JSON, or too deep, or a field is given twice.</exception>
    /// <exception cref="JanusException">A name is not valid Unicode.</exception>
    public static JsonDocument Parse(string json, int maxDepth)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = maxDepth, AllowDuplicateProperties = false });
        }
        catch (InvalidOperationException)
        {
            // Names are compared with each other as text, and an escaped lone surrogate has none.
            throw new JanusException(ErrorCode.InvalidRequest, "The JSON has a name that is not valid Unicode.");
        }
    }
}
