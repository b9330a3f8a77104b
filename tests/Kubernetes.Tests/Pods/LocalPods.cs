using System.Globalization;
using System.Text.Json.Nodes;
using JanusCluster.Kubernetes.Tests.Rendering;

namespace JanusCluster.Kubernetes.Tests.Pods;

/// <summary>
/// The pods of the overlay "local" as processes of this machine: each from its image's folder, with the environment and the files that
/// Kubernetes would give it, and an address of its own in 127.0.0.0/8, so that ports are those of the manifests.
/// </summary>
internal sealed class LocalPods : IAsyncDisposable
{
    private readonly ImageFolders _images;
    private readonly IReadOnlyList<JsonObject> _objects = Overlays.Render("local");
    private readonly string _root = Directory.CreateTempSubdirectory("janus-pods-").FullName;
    private readonly Dictionary<string, string> _services = [];
    private readonly List<Pod> _pods = [];
    private readonly string _network = $"127.{Random.Shared.Next(16, 240)}.{Random.Shared.Next(256)}";
    private int _last = 1;

    public LocalPods(ImageFolders images)
    {
        _images = images;
        // A headless service's name leads to its pod.
        _services["janus-redis"] = NextAddress();
    }

    /// <summary>Blobs, the volume that pods share.</summary>
    public string Blobs => Path.Combine(_root, "janus-blobs");

    public string AdminKey => Key("admin");

    public string MetricsKey => Key("metrics");

    public int Replicas(string workload) => (int)Workload(workload)["spec"]!["replicas"]!;

    /// <summary>Starts one more pod of a Deployment or StatefulSet.</summary>
    public Pod Start(string workload)
    {
        JsonObject template = PodObjects.TemplateOf(Workload(workload))!;
        JsonObject container = template["spec"]!["containers"]!.AsArray().Single()!.AsObject();
        string address = _services.GetValueOrDefault(workload) ?? NextAddress();
        string name = $"{workload}-{_pods.Count}";
        string home = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        Dictionary<string, string> mounts = Mount(template, container, home, address);
        Dictionary<string, string> environment = PodEnvironment.Of(_objects, container, name, address)
            .ToDictionary(entry => entry.Key, entry => Localize(entry.Value, mounts));
        var pod = new Pod(name, address, environment, home, CommandOf(container, mounts));
        _pods.Add(pod);
        return pod;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Pod pod in _pods)
            await pod.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private IReadOnlyList<string> CommandOf(JsonObject container, Dictionary<string, string> mounts)
    {
        if (container["command"] is JsonArray command)
            return [.. command.Select(part => Localize(part!.ToString(), mounts))];
        string folder = _images.Of(container["image"]!.ToString());
        string program = container["name"]!.ToString() == "front" ? "JanusCluster.Client" : "JanusCluster.Silo";
        return [Path.Combine(folder, program), .. (container["args"]?.AsArray() ?? []).Select(part => part!.ToString())];
    }

    /// <returns>Where on this machine is what the container has at a path.</returns>
    private Dictionary<string, string> Mount(JsonObject template, JsonObject container, string home, string address)
    {
        var mounts = new Dictionary<string, string> { ["/models"] = _images.Models };
        foreach (JsonObject mount in (container["volumeMounts"]?.AsArray() ?? []).OfType<JsonObject>())
        {
            string name = mount["name"]!.ToString();
            JsonObject volume = (template["spec"]!["volumes"]?.AsArray() ?? []).OfType<JsonObject>().FirstOrDefault(one => one["name"]!.ToString() == name) ?? [];
            string folder = Directory.CreateDirectory(
                volume["persistentVolumeClaim"] is { } claim ? Path.Combine(_root, claim["claimName"]!.ToString()) : Path.Combine(home, name)).FullName;
            mounts[mount["mountPath"]!.ToString()] = folder;
        }

        foreach (JsonObject volume in (template["spec"]!["volumes"]?.AsArray() ?? []).OfType<JsonObject>())
        {
            IReadOnlyDictionary<string, string> files = volume["secret"] is { } secret ? PodEnvironment.FilesOf(_objects, "Secret", secret["secretName"]!.ToString())
                : volume["configMap"] is { } map ? PodEnvironment.FilesOf(_objects, "ConfigMap", map["name"]!.ToString())
                : new Dictionary<string, string>();
            foreach ((string file, string content) in files)
            {
                // A pod has its address to itself; here Redis must be told to take no other.
                string text = file == "redis.conf" ? $"{Localize(content, mounts)}\nbind {address}\n" : content;
                File.WriteAllText(Path.Combine(home, volume["name"]!.ToString(), file), text);
            }
        }

        return mounts;
    }

    private string Localize(string text, Dictionary<string, string> mounts)
    {
        foreach ((string service, string address) in _services)
            text = text.Replace($"{service}:", $"{address}:", StringComparison.Ordinal);
        foreach ((string path, string folder) in mounts.OrderByDescending(entry => entry.Key.Length))
        {
            if (text == path || text.StartsWith(path + "/", StringComparison.Ordinal))
                return folder + text[path.Length..];
            text = text.Replace($" {path}", $" {folder}", StringComparison.Ordinal);
        }

        return text;
    }

    private JsonObject Workload(string name) => _objects.Single(one => PodObjects.TemplateOf(one) is not null && one["metadata"]!["name"]!.ToString() == name);

    private string Key(string name) => PodEnvironment.FilesOf(
        _objects, "Secret", _objects.Select(one => one["metadata"]!["name"]!.ToString()).Single(one => one.StartsWith("janus-keys-", StringComparison.Ordinal)))[name];

    private string NextAddress() => string.Create(CultureInfo.InvariantCulture, $"{_network}.{_last++}");
}
