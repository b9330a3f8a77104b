using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JanusCluster.Kubernetes.Tests.Rendering;

/// <summary>ConfigMaps and Secrets that a kustomization generates. Their names end with a hash of their content.</summary>
internal static class GeneratedObject
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject ConfigMap(string folder, JsonObject generator) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = generator["name"]!.ToString() },
        ["data"] = Data(folder, generator, text => text),
    };

    public static JsonObject Secret(string folder, JsonObject generator) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["type"] = "Opaque",
        ["metadata"] = new JsonObject { ["name"] = generator["name"]!.ToString() },
        ["data"] = Data(folder, generator, text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
    };

    /// <summary>As kustomize's hasher: the first digits of the SHA-256 of the content, without those that spell words.</summary>
    public static string HashOf(JsonObject generated)
    {
        var content = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["kind"] = generated["kind"]!.DeepClone(),
            // As kustomize has it: the name is not a part of it.
            ["name"] = "",
            ["data"] = generated["data"]!.DeepClone(),
        };
        if (generated["type"] is { } type)
            content["type"] = type.DeepClone();
        string digits = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, Plain)));
        return string.Concat(digits[..10].Select(digit => digit switch { '0' => 'g', '1' => 'h', '3' => 'k', 'a' => 'm', 'e' => 't', _ => digit }));
    }

    private static JsonObject Data(string folder, JsonObject generator, Func<string, string> encode)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonNode? literal in generator["literals"]?.AsArray() ?? [])
        {
            string[] parts = literal!.ToString().Split('=', 2);
            data[parts[0]] = parts[1];
        }

        foreach (JsonNode? file in generator["files"]?.AsArray() ?? [])
            data[file!.ToString()] = File.ReadAllText(Path.Combine(folder, file.ToString()));
        return new JsonObject(data.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)encode(entry.Value))));
    }
}
