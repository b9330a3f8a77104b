using System.Text.Json.Nodes;
using JanusCluster.Kubernetes.Tests.Rendering;

namespace JanusCluster.Kubernetes.Tests.Manifests;

/// <summary>Every overlay is what Kubernetes, KEDA and the Prometheus operator take.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Names => Overlays.All;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Overlay_AllObjects_FitTheirSchemas(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        Assert.InRange(objects.Count, 20, 200);
        Assert.Empty(await SchemaValidator.CheckAsync(objects));
    }

    [Theory]
    [InlineData("/spec/template/spec/containers/0/imagee", "\"x\"")] // only the strict reader sees it
    [InlineData("/spec/replicas", "\"three\"")]
    [InlineData("/spec/selector", null)] // only the schemas see it
    public async Task Validators_AMistake_IsSeen(string path, string? value)
    {
        JsonObject deployment = Overlays.Render("local").First(one => one["kind"]!.ToString() == "Deployment").DeepClone().AsObject();
        string[] fields = path.TrimStart('/').Split('/');
        JsonNode at = fields[..^1].Aggregate((JsonNode)deployment, (node, field) => int.TryParse(field, out int place) ? node[place]! : node[field]!);
        if (value is null)
            at.AsObject().Remove(fields[^1]);
        else
            at[fields[^1]] = JsonNode.Parse(value);
        Assert.NotEmpty(await SchemaValidator.CheckAsync([deployment]));
    }
}
