using System.Text.Json.Nodes;
using JanusCluster.Bench.Autoscale.Scaling;
using JanusCluster.Client.Silos;
using JanusCluster.Kubernetes.Tests.Rendering;
using JanusCluster.Silo.Telemetry;
using static JanusCluster.Kubernetes.Tests.Manifests.PodRuleTests;

namespace JanusCluster.Kubernetes.Tests.Manifests;

/// <summary>Autoscalers scale what there is by what the code tells, one each.</summary>
public sealed class ScalingRuleTests
{
    public static TheoryData<string> Names => Overlays.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Pools_OfEveryOverlay_HaveOneWhoSaysHowMany(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        JsonObject[] scalers = [.. Of(objects, "ScaledObject"), .. Of(objects, "HorizontalPodAutoscaler")];
        JsonObject[] pools = [.. Workloads(objects).Where(one => one["metadata"]!["labels"]!["app.kubernetes.io/component"]!.ToString() == "pool")];
        Assert.NotEmpty(pools);
        foreach (JsonObject pool in pools)
        {
            int said = scalers.Count(one => one["spec"]!["scaleTargetRef"]!["name"]!.ToString() == Name(pool)) + (pool["spec"]!["replicas"] is null ? 0 : 1);
            Assert.True(said == 1, $"{Name(pool)} has {said} who say how many");
        }

        Assert.Equal(pools.Length, scalers.Length + pools.Count(pool => pool["spec"]!["replicas"] is not null));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Triggers_OfEveryOverlay_AskForWhatTheCodeTells(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        HashSet<string> recorded = [.. Of(objects, "PrometheusRule").SelectMany(Rules).Select(rule => rule["record"]?.ToString()).OfType<string>()];
        foreach (JsonObject scaled in Of(objects, "ScaledObject"))
        {
            JsonNode trigger = Assert.Single(scaled["spec"]!["triggers"]!.AsArray())!;
            JsonNode asked = trigger["metadata"]!;
            if (trigger["type"]!.ToString() == "metrics-api")
            {
                var url = new Uri(asked["url"]!.ToString());
                JsonObject service = Assert.Single(Of(objects, "Service"), one => url.Host == $"{Name(one)}.{one["metadata"]!["namespace"]}.svc");
                Assert.Contains(url.Port, service["spec"]!["ports"]!.AsArray().Select(port => (int)port!["port"]!));
                Assert.Equal("/v1/admin/scaling", url.AbsolutePath);
                Assert.Equal($"?model={ModelOf(objects, scaled)}", url.Query);
                Assert.Equal("wanted_silos", asked["valueLocation"]!.ToString());
                Assert.NotNull(typeof(ScalingObject).GetProperty("WantedSilos"));
                Assert.Single(Of(objects, "TriggerAuthentication"), one => Name(one) == trigger["authenticationRef"]!["name"]!.ToString());
            }
            else
            {
                string query = asked["query"]!.ToString();
                Assert.Contains(recorded, query.Contains);
                Assert.Contains($"name=\"{ModelOf(objects, scaled)}\"", query);
            }
        }

        foreach (JsonNode? metric in Of(objects, "HorizontalPodAutoscaler").SelectMany(one => one["spec"]!["metrics"]!.AsArray()))
            Assert.Contains(metric!["external"]!["metric"]!["name"]!.ToString(), recorded);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Alerts_OfEveryOverlay_ReadWhatTheCodeExportsAndHaveAPage(string overlay)
    {
        string operations = File.ReadAllText(RepositoryFolder.Of("docs", "operations.md"));
        string[] exported = [.. SiloMetricNames.All.SelectMany(name => name.Series), .. Client.Telemetry.FrontMetricNames.All.SelectMany(name => name.Series)];
        foreach (JsonObject rule in Of(Overlays.Render(overlay), "PrometheusRule").SelectMany(Rules))
        {
            Assert.Contains(exported, rule["expr"]!.ToString().Contains);
            if (rule["alert"] is { } alert)
                Assert.Contains($"### {alert}\n", operations);
        }
    }

    /// <summary>The defaults of the rule were chosen with these.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Autoscalers_OfEveryOverlay_ApplyTheNumberAsItWasSimulated(string overlay)
    {
        var simulated = new KubernetesSettings();
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        foreach (JsonObject scaled in Of(objects, "ScaledObject"))
        {
            JsonNode spec = scaled["spec"]!;
            Assert.Equal((simulated.Poll, simulated.Cooldown), ((double)spec["pollingInterval"]!, (double)spec["cooldownPeriod"]!));
            Check(spec["advanced"]!["horizontalPodAutoscalerConfig"]!["behavior"]!, (int)spec["maxReplicaCount"]!);
        }

        foreach (JsonObject scaler in Of(objects, "HorizontalPodAutoscaler"))
            Check(scaler["spec"]!["behavior"]!, (int)scaler["spec"]!["maxReplicas"]!);

        void Check(JsonNode behavior, int most)
        {
            Assert.Equal((0, simulated.DownWindow), ((double)behavior["scaleUp"]!["stabilizationWindowSeconds"]!, (double)behavior["scaleDown"]!["stabilizationWindowSeconds"]!));
            Assert.Equal(("Pods", most, 15), Policy(behavior["scaleUp"]!));
            Assert.Equal(("Percent", (int)(100 * simulated.DownShare), 15), Policy(behavior["scaleDown"]!));
        }
    }

    private static (string Type, int Value, int Period) Policy(JsonNode scaling)
    {
        JsonNode policy = Assert.Single(scaling["policies"]!.AsArray())!;
        return (policy["type"]!.ToString(), (int)policy["value"]!, (int)policy["periodSeconds"]!);
    }

    private static IEnumerable<JsonObject> Rules(JsonObject one) => one["spec"]!["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).OfType<JsonObject>();

    /// <summary>A model is called as its folder is.</summary>
    private static string ModelOf(IReadOnlyList<JsonObject> objects, JsonObject scaled)
    {
        JsonObject pool = Workloads(objects).Single(one => Name(one) == scaled["spec"]!["scaleTargetRef"]!["name"]!.ToString());
        JsonObject container = PodObjects.TemplateOf(pool)!["spec"]!["containers"]![0]!.AsObject();
        return Path.GetFileName(PodEnvironment.Of(objects, container, "pod", "10.0.0.1", PodObjects.TemplateOf(pool)!["metadata"]!["annotations"]?.AsObject())["Silo__Model__Path"]);
    }
}
