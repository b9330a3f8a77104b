using System.Text.Json;
using System.Text.Json.Serialization;
using JanusCluster.Client.Http;

namespace JanusCluster.Client.Remote;

/// <summary>JSON of a front that may be newer than this program: fields that are not known are passed over.</summary>
internal static class RemoteJson
{
    public static JsonSerializerOptions Options { get; } =
        new(ApiJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    /// <exception cref="JsonException">It is something else.</exception>
    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("The JSON is null.");
}
