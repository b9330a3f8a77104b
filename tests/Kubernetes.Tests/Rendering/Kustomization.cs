using System.Text.Json.Nodes;

namespace JanusCluster.Kubernetes.Tests.Rendering;

/// <summary>Renders a kustomization as kustomize does, as far as the manifests use it: for machines without kubectl.</summary>
internal sealed class Kustomization
{
    private static readonly HashSet<string> Known =
    [
        "apiVersion", "kind", "namespace", "resources", "components", "configMapGenerator", "secretGenerator", "patches", "images", "replicas", "labels",
    ];

    /// <summary>Kinds that kustomize knows to belong to no namespace. It gives one to others of the kind, too, which API servers take away again.</summary>
    private static readonly HashSet<string> ClusterScoped = ["Namespace", "PersistentVolume", "PriorityClass"];

    private readonly List<JsonObject> _objects = [];
    private readonly HashSet<JsonObject> _generated = [];

    public static IReadOnlyList<JsonObject> Render(string folder)
    {
        var root = new Kustomization();
        root.Add(folder);
        root.AddHashes();
        return root._objects;
    }

    private void Add(string folder)
    {
        JsonObject file = YamlDocuments.Read(Path.Combine(folder, "kustomization.yaml"))[0];
        if (file.Select(entry => entry.Key).FirstOrDefault(field => !Known.Contains(field)) is { } unknown)
            throw new NotSupportedException($"{folder}: {unknown} is not rendered here.");
        foreach (string resource in Texts(file, "resources"))
            AddResource(Path.Combine(folder, resource));
        Generate(folder, file, "configMapGenerator", GeneratedObject.ConfigMap);
        Generate(folder, file, "secretGenerator", GeneratedObject.Secret);
        // In place: a component's patches reach what its overlay has.
        foreach (string component in Texts(file, "components"))
            Add(Path.Combine(folder, component));
        foreach (JsonObject patch in Objects(file, "patches"))
            Patch(folder, patch);
        foreach (JsonObject labels in Objects(file, "labels"))
            Label(labels["pairs"]!.AsObject());
        foreach (JsonObject replicas in Objects(file, "replicas"))
            _objects.Single(one => NameOf(one) == replicas["name"]!.ToString() && one["spec"]?["template"] is not null)["spec"]!["replicas"] = replicas["count"]!.DeepClone();
        foreach (JsonObject image in Objects(file, "images"))
            SetImage(image);
        if (file["namespace"]?.ToString() is { } space)
            SetNamespace(space);
    }

    private void AddResource(string path)
    {
        if (!Directory.Exists(path))
        {
            _objects.AddRange(YamlDocuments.Read(path));
            return;
        }

        // A whole of its own: what it transforms is only what it has.
        var inner = new Kustomization();
        inner.Add(path);
        _objects.AddRange(inner._objects);
        _generated.UnionWith(inner._generated);
    }

    private void Generate(string folder, JsonObject file, string field, Func<string, JsonObject, JsonObject> make)
    {
        foreach (JsonObject generator in Objects(file, field))
        {
            JsonObject made = make(folder, generator);
            _objects.Add(made);
            _generated.Add(made);
        }
    }

    private void Patch(string folder, JsonObject patch)
    {
        string text = patch["patch"]?.ToString() ?? File.ReadAllText(Path.Combine(folder, patch["path"]!.ToString()));
        JsonObject target = patch["target"]!.AsObject();
        foreach (JsonObject chosen in _objects.Where(one => IsTarget(one, target)))
        {
            if (text.TrimStart().StartsWith('-'))
            {
                foreach (JsonObject step in YamlDocuments.Parse("steps:\n" + text)[0]["steps"]!.AsArray().Cast<JsonObject>())
                    Replace(chosen, step);
                continue;
            }

            foreach (JsonObject change in YamlDocuments.Parse(text))
            {
                // Whatever the patch is called, it is for its target.
                change.Remove("kind");
                change.Remove("apiVersion");
                change["metadata"]!.AsObject().Remove("name");
                StrategicMerge.Apply(chosen, change);
            }
        }
    }

    private static bool IsTarget(JsonObject one, JsonObject target) =>
        (target["kind"]?.ToString() ?? one["kind"]!.ToString()) == one["kind"]!.ToString()
        && (target["name"]?.ToString() ?? NameOf(one)) == NameOf(one)
        && (target["labelSelector"]?.ToString().Split('=') is not [var label, var value] || one["metadata"]!["labels"]?[label]?.ToString() == value);

    private static void Replace(JsonObject chosen, JsonObject step)
    {
        if (step["op"]!.ToString() != "replace")
            throw new NotSupportedException($"The operation {step["op"]} is not rendered here.");
        string[] path = step["path"]!.ToString().TrimStart('/').Split('/');
        JsonNode at = path[..^1].Aggregate((JsonNode)chosen, (node, field) => node[field]!);
        at[path[^1]] = step["value"]!.DeepClone();
    }

    private void Label(JsonObject pairs)
    {
        foreach (JsonObject one in _objects)
        {
            IEnumerable<JsonNode?> places =
                [one["metadata"], one["spec"]?["template"]?["metadata"], .. (one["spec"]?["volumeClaimTemplates"]?.AsArray() ?? []).Select(claim => claim!["metadata"])];
            foreach (JsonObject metadata in places.OfType<JsonObject>())
            {
                if (metadata["labels"] is not JsonObject labels)
                    metadata["labels"] = labels = [];
                foreach ((string label, JsonNode? value) in pairs)
                    labels[label] = value!.DeepClone();
            }
        }
    }

    private void SetImage(JsonObject image)
    {
        foreach (JsonObject container in _objects.SelectMany(PodObjects.ContainersOf).Where(container => container["image"]!.ToString() == image["name"]!.ToString()))
            container["image"] = $"{image["newName"] ?? image["name"]}:{image["newTag"]}";
    }

    private void SetNamespace(string space)
    {
        foreach (JsonObject one in _objects.Where(one => !ClusterScoped.Contains(one["kind"]!.ToString())))
        {
            one["metadata"]!["namespace"] = space;
            foreach (JsonObject subject in (one["subjects"]?.AsArray() ?? []).OfType<JsonObject>())
                subject["namespace"] = space;
        }
    }

    private void AddHashes()
    {
        foreach (JsonObject generated in _generated)
        {
            (string kind, string name) = (generated["kind"]!.ToString(), NameOf(generated));
            string hashed = $"{name}-{GeneratedObject.HashOf(generated)}";
            generated["metadata"]!["name"] = hashed;
            foreach (JsonObject one in _objects)
                Rename(one, kind, name, hashed);
        }
    }

    private static void Rename(JsonNode? node, string kind, string name, string hashed)
    {
        (string reference, string field)[] places = kind == "ConfigMap"
            ? [("configMapRef", "name"), ("configMapKeyRef", "name"), ("configMap", "name")]
            : [("secretRef", "name"), ("secretKeyRef", "name"), ("secret", "secretName")];
        if (node is JsonObject mapping)
        {
            foreach ((string reference, string field) in places)
            {
                if (mapping[reference] is JsonObject found && found[field]?.ToString() == name)
                    found[field] = hashed;
            }
        }

        foreach (JsonNode? inner in node switch { JsonObject one => one.Select(entry => entry.Value), JsonArray list => list, _ => [] })
            Rename(inner, kind, name, hashed);
    }

    private static string NameOf(JsonObject one) => one["metadata"]!["name"]!.ToString();

    private static IEnumerable<string> Texts(JsonObject file, string field) => (file[field]?.AsArray() ?? []).Select(node => node!.ToString());

    private static IEnumerable<JsonObject> Objects(JsonObject file, string field) => (file[field]?.AsArray() ?? []).OfType<JsonObject>();
}
