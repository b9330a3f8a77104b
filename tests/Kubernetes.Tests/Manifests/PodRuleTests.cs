using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JanusCluster.Kubernetes.Tests.Rendering;

namespace JanusCluster.Kubernetes.Tests.Manifests;

/// <summary>What every pod of every overlay has: probes, bounds, no rights that it does not use, and references to what exists.</summary>
public sealed partial class PodRuleTests
{
    public static TheoryData<string> Names => Overlays.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Containers_All_AreProbedBoundedAndPinned(string overlay)
    {
        foreach (JsonObject one in Workloads(Overlays.Render(overlay)))
        {
            JsonObject pod = PodObjects.TemplateOf(one)!["spec"]!.AsObject();
            foreach (JsonObject container in pod["containers"]!.AsArray().OfType<JsonObject>())
            {
                string name = $"{one["metadata"]!["name"]}/{container["name"]}";
                Assert.All((string[])["startupProbe", "readinessProbe", "livenessProbe"], probe => Assert.True(container[probe] is not null, $"{name} has no {probe}"));
                // A liveness probe that looks before the program is there would restart it for ever.
                int startTime = (int)container["startupProbe"]!["periodSeconds"]! * (int)container["startupProbe"]!["failureThreshold"]!;
                Assert.InRange(startTime, 60, 600);
            }

            foreach (JsonObject container in PodObjects.ContainersOf(one))
            {
                string name = $"{one["metadata"]!["name"]}/{container["name"]}";
                Assert.True(PinnedImage().IsMatch(container["image"]!.ToString()), $"{name}: {container["image"]} is not pinned");
                JsonNode resources = container["resources"]!;
                Assert.True(resources["requests"]?["cpu"] is not null && resources["requests"]?["memory"] is not null, $"{name} requests nothing");
                Assert.True(resources["limits"]?["memory"] is not null, $"{name} has no limit of memory");
                JsonNode security = container["securityContext"]!;
                Assert.False((bool)security["allowPrivilegeEscalation"]!, name);
                Assert.True((bool)security["readOnlyRootFilesystem"]!, name);
                Assert.Equal("""["ALL"]""", security["capabilities"]!["drop"]!.ToJsonString());
            }

            Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
            Assert.Equal("RuntimeDefault", pod["securityContext"]!["seccompProfile"]!["type"]!.ToString());
            Assert.True(pod["priorityClassName"] is not null);
            Assert.False((bool?)pod["enableServiceLinks"] ?? true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tokens_OnlyControlSilos_HaveOne(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        var accounts = Of(objects, "ServiceAccount").ToDictionary(Name);
        Assert.All(accounts.Values, account => Assert.False((bool)account["automountServiceAccountToken"]!));
        foreach (JsonObject one in Workloads(objects))
        {
            JsonObject pod = PodObjects.TemplateOf(one)!["spec"]!.AsObject();
            bool hasToken = (bool?)pod["automountServiceAccountToken"] ?? !accounts.ContainsKey(pod["serviceAccountName"]?.ToString() ?? "");
            bool tellsCosts = Name(one) == "janus-control" && Of(objects, "Role").Any();
            Assert.Equal(tellsCosts, hasToken);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void References_All_LeadToWhatIsThere(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        HashSet<string> there = [.. objects.Select(one => $"{one["kind"]} {Name(one)}")];
        // Made beforehand, as docs/operations.md says.
        HashSet<string> beforehand = overlay == "local" ? [] : ["Secret janus-redis", "Secret janus-keys", "Secret janus-hub"];
        foreach (JsonObject one in Workloads(objects))
        {
            JsonObject pod = PodObjects.TemplateOf(one)!["spec"]!.AsObject();
            HashSet<string> volumes = [.. (pod["volumes"]?.AsArray() ?? []).Concat(one["spec"]!["volumeClaimTemplates"]?.AsArray() ?? [])
                .Select(volume => (volume!["name"] ?? volume["metadata"]!["name"])!.ToString())];
            IEnumerable<string> wanted =
            [
                $"PriorityClass {pod["priorityClassName"]}",
                .. pod["serviceAccountName"] is { } account ? [$"ServiceAccount {account}"] : Array.Empty<string>(),
                .. References(pod),
            ];
            Assert.All(wanted, reference => Assert.True(there.Contains(reference) || beforehand.Contains(reference), $"{Name(one)}: there is no {reference}"));
            foreach (JsonObject container in PodObjects.ContainersOf(one))
            {
                string[] ports = [.. (container["ports"]?.AsArray() ?? []).Select(port => port!["name"]!.ToString())];
                Assert.All(
                    (string[])["startupProbe", "readinessProbe", "livenessProbe"],
                    probe => Assert.True((container[probe]?["httpGet"] ?? container[probe]?["tcpSocket"])?["port"]?.ToString() is not { } port || ports.Contains(port), $"{Name(one)}: {probe}"));
                Assert.All(container["volumeMounts"]?.AsArray() ?? [], mount => Assert.Contains(mount!["name"]!.ToString(), volumes));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Drain_GracePeriod_CoversPauseAndDrain(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        foreach (JsonObject one in Workloads(objects).Where(one => Name(one) != "janus-redis"))
        {
            JsonObject pod = PodObjects.TemplateOf(one)!["spec"]!.AsObject();
            JsonObject container = pod["containers"]!.AsArray()[0]!.AsObject();
            IReadOnlyDictionary<string, string> environment = PodEnvironment.Of(
                objects, container, "pod", "10.0.0.1", PodObjects.TemplateOf(one)!["metadata"]!["annotations"]?.AsObject());
            TimeSpan drain = environment.TryGetValue("Silo__DrainTime", out string? silo) ? TimeSpan.Parse(silo) + TimeSpan.FromSeconds(15)
                : TimeSpan.Parse(environment["Front__Delivery__FinishTime"]) + TimeSpan.FromSeconds(5);
            int pause = (int?)container["lifecycle"]?["preStop"]?["sleep"]?["seconds"] ?? 0;
            Assert.True((int)pod["terminationGracePeriodSeconds"]! > drain.TotalSeconds + pause, $"{Name(one)} is killed before it has drained");
        }
    }

    internal static IEnumerable<JsonObject> Workloads(IReadOnlyList<JsonObject> objects)
    {
        JsonObject[] found = [.. objects.Where(one => PodObjects.TemplateOf(one) is not null)];
        Assert.True(found.Length >= 3);
        return found;
    }

    internal static IEnumerable<JsonObject> Of(IReadOnlyList<JsonObject> objects, string kind) => objects.Where(one => one["kind"]!.ToString() == kind);

    internal static string Name(JsonObject one) => one["metadata"]!["name"]!.ToString();

    private static IEnumerable<string> References(JsonNode? node)
    {
        if (node is JsonObject mapping)
        {
            foreach ((string field, string name, string kind) in (IEnumerable<(string, string, string)>)
                [
                    ("configMapRef", "name", "ConfigMap"), ("configMapKeyRef", "name", "ConfigMap"), ("configMap", "name", "ConfigMap"), ("secretRef", "name", "Secret"),
                    ("secretKeyRef", "name", "Secret"), ("secret", "secretName", "Secret"), ("persistentVolumeClaim", "claimName", "PersistentVolumeClaim"),
                ])
            {
                if (mapping[field] is JsonObject found)
                    yield return $"{kind} {found[name]}";
            }
        }

        foreach (string inner in (node switch { JsonObject one => one.Select(entry => entry.Value), JsonArray list => list, _ => [] }).SelectMany(References))
            yield return inner;
    }

    /// <summary>A digest, or a whole version.</summary>
    [GeneratedRegex(@"(@sha256:[0-9a-f]{64}|:\d+\.\d+\.\d+[\w.-]*)$")]
    private static partial Regex PinnedImage();
}
