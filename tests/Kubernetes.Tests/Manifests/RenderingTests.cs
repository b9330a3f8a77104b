using System.Text.Json.Nodes;
using JanusCluster.Kubernetes.Tests.Rendering;

namespace JanusCluster.Kubernetes.Tests.Manifests;

/// <summary>What renders the manifests where there is no kubectl renders the same.</summary>
public sealed class RenderingTests
{
    public static TheoryData<string> Names => Overlays.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void RenderHere_AnOverlay_IsWhatKubectlRenders(string overlay)
    {
        if (Overlays.RenderByKubectl(overlay) is not { } expected)
        {
            Assert.Skip("There is no kubectl on this machine.");
            return;
        }

        Dictionary<string, JsonObject> ours = Overlays.RenderHere(overlay).ToDictionary(Key);
        Assert.Equal(expected.Select(Key).Order(), ours.Keys.Order());
        Assert.All(expected, one => Assert.Equal(Text(one), Text(ours[Key(one)])));
    }

    private static string Key(JsonObject one) => $"{one["kind"]} {one["metadata"]!["name"]}";

    /// <summary>With fields, and lists of things that have names, in one order: neither means anything.</summary>
    private static string Text(JsonNode? node) => node switch
    {
        JsonObject mapping => $"{{{string.Join(", ", mapping.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {Text(entry.Value)}"))}}}",
        JsonArray list when list.All(element => element is JsonObject) => $"[{string.Join(", ", list.Select(Text).Order(StringComparer.Ordinal))}]",
        JsonArray list => $"[{string.Join(", ", list.Select(Text))}]",
        _ => node?.ToJsonString() ?? "null",
    };
}
