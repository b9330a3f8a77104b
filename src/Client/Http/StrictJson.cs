using System.Buffers;
using System.Text.Json;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Http;

/// <summary>JSON documents without fields that are given twice, and with names that are text.</summary>
internal static class StrictJson
{
    /// <param name="maxDepth">Deeper ones are refused.</param>
    /// <exception cref="JsonException">It is no JSON, or too deep, or a field is given twice.</exception>
    /// <exception cref="JanusException">A name is not valid Unicode.</exception>
    public static JsonDocument Parse(ReadOnlySequence<byte> json, int maxDepth) => Guard(() => JsonDocument.Parse(json, Options(maxDepth)));

    /// <inheritdoc cref="Parse(ReadOnlySequence{byte}, int)"/>
    public static JsonDocument Parse(string json, int maxDepth) => Guard(() => JsonDocument.Parse(json, Options(maxDepth)));

    private static JsonDocumentOptions Options(int maxDepth) => new() { MaxDepth = maxDepth, AllowDuplicateProperties = false };

    private static JsonDocument Guard(Func<JsonDocument> parse)
    {
        try
        {
            return parse();
        }
        catch (InvalidOperationException)
        {
            // Names are compared with each other as text, and an escaped lone surrogate has none.
            throw new JanusException(ErrorCode.InvalidRequest, "The JSON has a name that is not valid Unicode.");
        }
    }
}
