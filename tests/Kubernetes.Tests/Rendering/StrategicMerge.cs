using System.Text.Json.Nodes;

namespace JanusCluster.Kubernetes.Tests.Rendering;

/// <summary>A strategic merge patch, as far as the manifests use them: lists of named things are merged, others are replaced.</summary>
internal static class StrategicMerge
{
    /// <summary>What makes an element of a list the same one, by the list's field.</summary>
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["volumeMounts"] = "mountPath",
        ["topologySpreadConstraints"] = "topologyKey",
        ["ports"] = "containerPort",
    };

    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach ((string field, JsonNode? value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(field);
                    break;
                case JsonObject inner when target[field] is JsonObject known:
                    Apply(known, inner);
                    break;
                case JsonArray list when target[field] is JsonArray known && Keys.TryGetValue(field, out string? key):
                    Apply(known, list, key);
                    break;
                default:
                    target[field] = value.DeepClone();
                    break;
            }
        }
    }

    private static void Apply(JsonArray target, JsonArray patch, string key)
    {
        int added = 0;
        foreach (JsonObject element in patch.OfType<JsonObject>())
        {
            if (target.OfType<JsonObject>().FirstOrDefault(known => known[key]!.ToString() == element[key]!.ToString()) is { } same)
                Apply(same, element);
            else
                target.Insert(added++, element.DeepClone());
        }
    }
}
