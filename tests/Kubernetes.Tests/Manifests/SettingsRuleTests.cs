using System.Text.Json.Nodes;
using JanusCluster.Client.Hosting;
using JanusCluster.Hosting.Settings;
using JanusCluster.Kubernetes.Tests.Rendering;
using JanusCluster.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using static JanusCluster.Kubernetes.Tests.Manifests.PodRuleTests;

namespace JanusCluster.Kubernetes.Tests.Manifests;

/// <summary>What the manifests set is what the programs read: every variable is a setting, with a value that it takes.</summary>
public sealed class SettingsRuleTests
{
    private const string Address = "10.1.2.3";

    /// <summary>Read by others than the programs' own settings.</summary>
    private static readonly string[] Others = ["MALLOC_ARENA_MAX", "REDIS_PASSWORD", "MODEL", "MODEL_REVISION", "MODEL_PATH", "HF_TOKEN"];

    public static TheoryData<string> Names => Overlays.All;

    [Theory]
    [MemberData(nameof(Names))]
    public void Environment_OfEveryContainer_IsReadByItsProgram(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        int silos = 0, fronts = 0;
        foreach (JsonObject one in Workloads(objects))
        {
            JsonObject template = PodObjects.TemplateOf(one)!;
            foreach (JsonObject container in PodObjects.ContainersOf(one))
            {
                Dictionary<string, string> environment = new(PodEnvironment.Of(objects, container, "pod-1", Address, template["metadata"]!["annotations"]?.AsObject()));
                Assert.All(environment.Keys, key => Assert.True(Others.Contains(key) || key.StartsWith("Silo__", StringComparison.Ordinal) || key.StartsWith("Front__", StringComparison.Ordinal), key));
                // Keys are mounted where they are said to be; here they are only looked for.
                string[] mounts = [.. (container["volumeMounts"]?.AsArray() ?? []).Select(mount => mount!["mountPath"]!.ToString())];
                foreach (string key in environment.Keys.Where(key => key.EndsWith("KeyFile", StringComparison.Ordinal)).ToList())
                {
                    Assert.Contains(Path.GetDirectoryName(environment[key])!, mounts);
                    environment[key] = typeof(SettingsRuleTests).Assembly.Location;
                }

                if (container["name"]!.ToString() == "silo")
                {
                    SiloSettings settings = Read<SiloSettings>(environment, SiloSettings.Section, "Front__");
                    CheckPorts(container, ("silo", settings.SiloPort), ("gateway", settings.GatewayPort), ("http", settings.HttpPort));
                    Assert.Equal((Address, Address, "pod-1"), (settings.Address, settings.HttpAddress, settings.Name));
                    Assert.Equal(Name(one) == "janus-control", settings.Model is null);
                    silos++;
                }
                else if (container["name"]!.ToString() == "front")
                {
                    FrontSettings settings = Read<FrontSettings>(environment, FrontSettings.Section, "Silo__");
                    CheckPorts(container, ("http", settings.Http.Port));
                    Assert.Equal((Address, "pod-1"), (settings.Http.Address, settings.Name));
                    fronts++;
                }
            }
        }

        Assert.True(silos >= 2 && fronts == 1);
    }

    /// <summary>Silos and fronts of one cluster must agree on these.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Environment_OfSilosAndFronts_NamesOneClusterAndStore(string overlay)
    {
        IReadOnlyList<JsonObject> objects = Overlays.Render(overlay);
        string[] told = [.. Workloads(objects).SelectMany(PodObjects.ContainersOf).Where(container => container["name"]!.ToString() is "silo" or "front")
            .Select(container => PodEnvironment.Of(objects, container, "pod", Address, new JsonObject { ["janus.model-path"] = "/models/x" }))
            .Select(environment => string.Join(' ', ((string[])["ClusterId", "RedisConnection", "Blobs__Kind", "Blobs__Path", "Blobs__ServiceUri", "Blobs__Container"])
                .Select(setting => environment.FirstOrDefault(entry => entry.Key.EndsWith("__" + setting, StringComparison.Ordinal)).Value)))];
        Assert.Single(told.Distinct());
    }

    private static T Read<T>(Dictionary<string, string> environment, string section, string foreign)
        where T : class, new()
    {
        Assert.DoesNotContain(environment.Keys, key => key.StartsWith(foreign, StringComparison.Ordinal));
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(environment.Select(entry => KeyValuePair.Create(entry.Key.Replace("__", ":", StringComparison.Ordinal), (string?)entry.Value)))
            .Build();
        return SettingsSection.Read<T>(configuration, section);
    }

    private static void CheckPorts(JsonObject container, params (string Name, int Port)[] expected) => Assert.Equal(
        expected.Order(), container["ports"]!.AsArray().Select(port => (port!["name"]!.ToString(), (int)port["containerPort"]!)).Order());
}
