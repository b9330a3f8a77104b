using System.Text.Json.Nodes;
using JanusCluster.Kubernetes.Tests.Rendering;
using static JanusCluster.Kubernetes.Tests.Manifests.PodRuleTests;

namespace JanusCluster.Kubernetes.Tests.Manifests;

/// <summary>Selectors find pods, and ports are where somebody listens.</summary>
public sealed class ServiceRuleTests
{
    public static TheoryData<string> Names => Overlays.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Workloads_Selectors_MatchTheirPodsAndNoOthers(string overlay)
    {
        JsonObject[] workloads = [.. Workloads(Overlays.Render(overlay))];
        foreach (JsonObject one in workloads)
        {
            JsonObject selector = one["spec"]!["selector"]!["matchLabels"]!.AsObject();
            Assert.Equal([Name(one)], workloads.Where(other => Matches(selector, other)).Select(Name));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Selectors_OfServicesBudgetsAndPolicies_FindPods(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        JsonObject[] workloads = [.. Workloads(objects)];
        foreach (JsonObject service in Of(objects, "Service"))
        {
            JsonObject[] chosen = [.. workloads.Where(one => Matches(service["spec"]!["selector"]!.AsObject(), one))];
            Assert.NotEmpty(chosen);
            foreach (JsonNode? port in service["spec"]!["ports"]!.AsArray())
                Assert.All(chosen, one => Assert.Contains(port!["targetPort"]!.ToString(), Ports(one).Select(known => known["name"]!.ToString())));
        }

        foreach (JsonObject budget in Of(objects, "PodDisruptionBudget"))
            Assert.Single(workloads, one => Matches(budget["spec"]!["selector"]!["matchLabels"]!.AsObject(), one));
        foreach (JsonObject policy in Of(objects, "NetworkPolicy"))
            Assert.True(workloads.Any(one => Chosen(policy["spec"]!["podSelector"]!.AsObject(), one)), $"{Name(policy)} is for no pod");
        foreach (JsonObject monitor in Of(objects, "ServiceMonitor"))
            Assert.Single(Of(objects, "Service"), service => Has(service["metadata"]!["labels"], monitor["spec"]!["selector"]!["matchLabels"]!.AsObject()));
    }

    /// <summary>Nothing is open that is not named, and what is named is a port of the pods it is named for.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void NetworkPolicies_IngressPorts_AreListenedAt(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        JsonObject[] workloads = [.. Workloads(objects)], policies = [.. Of(objects, "NetworkPolicy")];
        JsonObject deny = Assert.Single(policies, policy => policy["spec"]!["ingress"] is null && policy["spec"]!["egress"] is null);
        Assert.All(workloads, one => Assert.True(Chosen(deny["spec"]!["podSelector"]!.AsObject(), one), $"{Name(one)} is not closed by default"));
        foreach (JsonObject policy in policies)
        {
            JsonObject[] chosen = [.. workloads.Where(one => Chosen(policy["spec"]!["podSelector"]!.AsObject(), one))];
            foreach (JsonNode? port in (policy["spec"]!["ingress"]?.AsArray() ?? []).SelectMany(rule => rule!["ports"]!.AsArray()))
                Assert.All(chosen, one => Assert.Contains((int)port!["port"]!, Ports(one).Select(known => (int)known["containerPort"]!)));
        }

        // And every port that pods are reached at has a policy which opens it.
        foreach (JsonObject one in workloads)
        {
            HashSet<int> open = [.. policies.Where(policy => Chosen(policy["spec"]!["podSelector"]!.AsObject(), one))
                .SelectMany(policy => policy["spec"]!["ingress"]?.AsArray() ?? []).SelectMany(rule => rule!["ports"]!.AsArray()).Select(port => (int)port!["port"]!)];
            int[] listened = [.. Ports(one).Select(port => (int)port["containerPort"]!)];
            // Only Prometheus and probes want a silo's HTTP port.
            Assert.Empty(listened.Except([.. open, 9464]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ingress_Backend_IsAService(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        foreach (JsonNode? path in Of(objects, "Ingress").SelectMany(one => one["spec"]!["rules"]!.AsArray()).SelectMany(rule => rule!["http"]!["paths"]!.AsArray()))
        {
            JsonNode backend = path!["backend"]!["service"]!;
            JsonObject service = Assert.Single(Of(objects, "Service"), one => Name(one) == backend["name"]!.ToString());
            Assert.Contains(backend["port"]!["name"]!.ToString(), service["spec"]!["ports"]!.AsArray().Select(port => port!["name"]!.ToString()));
        }
    }

    private static IEnumerable<JsonObject> Ports(JsonObject one) => PodObjects.ContainersOf(one).SelectMany(container => container["ports"]?.AsArray() ?? []).OfType<JsonObject>();

    private static bool Matches(JsonObject labels, JsonObject workload) => Has(PodObjects.TemplateOf(workload)!["metadata"]!["labels"], labels);

    private static bool Has(JsonNode? labels, JsonObject wanted) => wanted.All(entry => labels?[entry.Key]?.ToString() == entry.Value!.ToString());

    private static bool Chosen(JsonObject selector, JsonObject workload) =>
        Matches(selector["matchLabels"]?.AsObject() ?? [], workload)
        && (selector["matchExpressions"]?.AsArray() ?? []).All(expression =>
            expression!["values"]!.AsArray().Any(value => PodObjects.TemplateOf(workload)!["metadata"]!["labels"]![expression["key"]!.ToString()]?.ToString() == value!.ToString()));
}
