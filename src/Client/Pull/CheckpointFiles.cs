using System.Text.RegularExpressions;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Which files of a repository make a checkpoint. Only what is named here is ever fetched: data, and at the top level.</summary>
/// <param name="LeftOut">Paths of the others, as the hub writes them.</param>
internal sealed partial record CheckpointFiles(IReadOnlyList<HubFile> Chosen, IReadOnlyList<string> LeftOut)
{
    public const string Configuration = "config.json";
    public const string IndexSuffix = ".index.json";

    private const string Safetensors = "model.safetensors";
    private const string Pickle = "pytorch_model.bin";
    private const long MaxTextBytes = 100 << 20;

    private static readonly HashSet<string> Texts =
    [
        Configuration, "generation_config.json", "preprocessor_config.json", "processor_config.json", "tokenizer.json",
        "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "LICENSE", "LICENSE.md", "LICENSE.txt",
    ];

    /// <exception cref="PullException">It is no checkpoint, or is listed in a way that no honest hub lists.</exception>
    public static CheckpointFiles Choose(ModelRepository repository, IReadOnlyList<HubFile> listed)
    {
        var files = new Dictionary<string, HubFile>(StringComparer.Ordinal);
        foreach (HubFile file in listed)
        {
            ListedPath.Check(repository, file.Path);
            if (!files.TryAdd(file.Path, file))
                throw new PullException($"{repository} is listed with {file.Path} twice.");
        }

        HashSet<string> weights = Weights(files.Keys);
        if (weights.Count == 0 || !files.ContainsKey(Configuration))
        {
            string missing = weights.Count == 0
                ? $"none of {Safetensors}, {Safetensors}{IndexSuffix}, {Pickle}, {Pickle}{IndexSuffix}"
                : $"no {Configuration}";
            throw new PullException($"{repository} is no checkpoint that can be loaded: {missing} is at its top level.");
        }

        HubFile[] chosen = [.. files.Values.Where(file => Texts.Contains(file.Path) || weights.Contains(file.Path))];
        foreach (HubFile file in chosen)
            CheckAnnounced(repository, file);
        return new CheckpointFiles(chosen, [.. files.Keys.Except(chosen.Select(file => file.Path)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>One kind of weights, in the order in which the loader looks for them: safetensors need no pickle.</summary>
    private static HashSet<string> Weights(ICollection<string> names) =>
        names.Contains(Safetensors) ? [Safetensors]
        : names.Contains(Safetensors + IndexSuffix) ? [Safetensors + IndexSuffix, .. names.Where(name => SafetensorsShard().IsMatch(name))]
        : names.Contains(Pickle) ? [Pickle]
        : names.Contains(Pickle + IndexSuffix) ? [Pickle + IndexSuffix, .. names.Where(name => PickleShard().IsMatch(name))]
        : [];

    private static void CheckAnnounced(ModelRepository repository, HubFile file)
    {
        if (file.Hash is null)
            throw new PullException($"{file.Path} of {repository} is listed without a hash that it could be checked by.");
        bool isText = Texts.Contains(file.Path) || file.Path.EndsWith(IndexSuffix, StringComparison.Ordinal);
        if (isText && file.Size > MaxTextBytes)
            throw new PullException($"{file.Path} of {repository} is listed with {file.Size} bytes; {MaxTextBytes} are the most that is taken.");
    }

    [GeneratedRegex(@"\Amodel-\d{1,6}-of-\d{1,6}\.safetensors\z", RegexOptions.CultureInvariant)]
    private static partial Regex SafetensorsShard();

    [GeneratedRegex(@"\Apytorch_model-\d{1,6}-of-\d{1,6}\.bin\z", RegexOptions.CultureInvariant)]
    private static partial Regex PickleShard();
}
