using System.Text.Json.Nodes;

namespace JanusCluster.Kubernetes.Tests.Rendering;

/// <summary>Finds pods in what makes them.</summary>
internal static class PodObjects
{
    /// <returns>The template of its pods, or null for an object that makes none.</returns>
    public static JsonObject? TemplateOf(JsonObject one) => one["spec"]?["template"] as JsonObject;

    public static IEnumerable<JsonObject> ContainersOf(JsonObject one) => TemplateOf(one)?["spec"] is JsonObject pod
        ? new[] { "initContainers", "containers" }.SelectMany(kind => pod[kind]?.AsArray() ?? []).OfType<JsonObject>()
        : [];
}
