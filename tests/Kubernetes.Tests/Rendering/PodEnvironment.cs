using System.Text;
using System.Text.Json.Nodes;

namespace JanusCluster.Kubernetes.Tests.Rendering;

/// <summary>The environment that Kubernetes gives a container: what it states, from ConfigMaps, Secrets and the pod itself.</summary>
internal static class PodEnvironment
{
    /// <summary>Secrets that an overlay leaves to its operator are given as if they were made.</summary>
    public const string Unknown = "made-beforehand";

    /// <param name="annotations">Of the pod.</param>
    public static IReadOnlyDictionary<string, string> Of(
        IReadOnlyList<JsonObject> objects, JsonObject container, string pod, string ip, JsonObject? annotations = null)
    {
        var environment = new Dictionary<string, string>();
        foreach (JsonObject source in (container["envFrom"]?.AsArray() ?? []).OfType<JsonObject>())
        {
            if (Find(objects, "ConfigMap", source["configMapRef"]!["name"]!.ToString()) is not { } map)
                continue; // optional; that others are there is a rule of its own
            foreach ((string key, JsonNode? value) in map["data"]!.AsObject())
                environment[key] = value!.ToString();
        }

        foreach (JsonObject variable in (container["env"]?.AsArray() ?? []).OfType<JsonObject>())
            environment[variable["name"]!.ToString()] = variable["value"]?.ToString() ?? Resolve(objects, variable["valueFrom"]!.AsObject(), pod, ip, annotations);
        return environment;
    }

    /// <summary>A file of a secret or ConfigMap, by its key.</summary>
    public static IReadOnlyDictionary<string, string> FilesOf(IReadOnlyList<JsonObject> objects, string kind, string name) =>
        (Find(objects, kind, name)?["data"]?.AsObject() ?? []).ToDictionary(entry => entry.Key, entry => Decode(kind, entry.Value!.ToString()));

    private static string Resolve(IReadOnlyList<JsonObject> objects, JsonObject from, string pod, string ip, JsonObject? annotations)
    {
        if (from["secretKeyRef"] is { } secret)
            return FilesOf(objects, "Secret", secret["name"]!.ToString()).GetValueOrDefault(secret["key"]!.ToString(), Unknown);
        string field = from["fieldRef"]!["fieldPath"]!.ToString();
        return field switch
        {
            "metadata.name" => pod,
            "status.podIP" => ip,
            _ when field.StartsWith("metadata.annotations['", StringComparison.Ordinal) => annotations![field.Split('\'')[1]]!.ToString(),
            _ => throw new NotSupportedException($"{field} of a pod."),
        };
    }

    private static JsonObject? Find(IReadOnlyList<JsonObject> objects, string kind, string name) =>
        objects.FirstOrDefault(one => one["kind"]!.ToString() == kind && one["metadata"]!["name"]!.ToString() == name);

    private static string Decode(string kind, string text) => kind == "Secret" ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : text;
}
