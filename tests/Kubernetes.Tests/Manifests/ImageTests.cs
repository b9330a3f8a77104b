using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JanusCluster.Kubernetes.Tests.Rendering;
using static JanusCluster.Kubernetes.Tests.Manifests.PodRuleTests;

namespace JanusCluster.Kubernetes.Tests.Manifests;

/// <summary>The Dockerfiles make what the manifests run: no Docker is there to try them, so they are read.</summary>
public sealed partial class ImageTests
{
    private static readonly string[] Images = ["janus-front", "janus-silo", "janus-silo-cpu"];

    public static TheoryData<string> Names => Overlays.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Manifests_OwnImages_HaveADockerfile(string overlay) => Assert.All(
        Workloads(Overlays.Render(overlay)).SelectMany(PodObjects.ContainersOf).Select(container => container["image"]!.ToString()).Where(image => image.Contains("janus")),
        image => Assert.Contains(image.Split('/')[^1].Split(':')[0], Images));

    [Theory]
    [InlineData("front", "JanusCluster.Client")]
    [InlineData("silo", "JanusCluster.Silo")]
    [InlineData("silo-cpu", "JanusCluster.Silo")]
    public void Dockerfile_OfAnImage_FitsTheManifests(string image, string program)
    {
        string[] lines = File.ReadAllLines(RepositoryFolder.Of("k8s", "images", $"{image}.Dockerfile"));
        Assert.All(lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)), line => Assert.Matches(Pinned(), line));
        Assert.Contains($"RUN k8s/images/publish.sh {image} /app", lines);
        Assert.Contains($"ENTRYPOINT [\"/app/{program}\"]", lines);
        Assert.Contains(lines, line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal) && line.EndsWith($"CMD [\"/app/{program}\", \"health\"]", StringComparison.Ordinal));

        IReadOnlyList<JsonObject> objects = [.. Overlays.Render("gpu"), .. Overlays.Render("local")];
        JsonObject workload = objects.First(one => PodObjects.ContainersOf(one).Any(container => Named(container, image)));
        JsonObject pod = PodObjects.TemplateOf(workload)!["spec"]!.AsObject();
        JsonObject container = pod["containers"]!.AsArray().OfType<JsonObject>().Single(one => Named(one, image));
        Assert.Contains($"USER {pod["securityContext"]!["runAsUser"]}:{pod["securityContext"]!["runAsGroup"]}", lines);
        Assert.Contains($"EXPOSE {string.Join(' ', container["ports"]!.AsArray().Select(port => port!["containerPort"]))}", lines);
    }

    private static bool Named(JsonObject container, string image) => container["image"]!.ToString().Split('/')[^1].StartsWith($"janus-{image}:", StringComparison.Ordinal);

    [GeneratedRegex(@"^FROM [\w./-]+:\d+\.\d+\.\d+[\w.-]*( AS \w+)?$")]
    private static partial Regex Pinned();
}
