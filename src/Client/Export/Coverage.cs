using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Export;

/// <summary>Which requests a folder answers in full already.</summary>
internal sealed class Coverage
{
    private readonly Func<PictureKey, bool> _isPresent;
    private readonly ILookup<(string CustomId, int Image), PictureKey> _keys;
    private readonly string _modelHash;

    private Coverage(IEnumerable<PictureKey> keys, Func<PictureKey, bool> isPresent, string modelHash)
    {
        _keys = keys.ToLookup(key => (key.CustomId, key.Image));
        _isPresent = isPresent;
        _modelHash = modelHash;
    }

    public static Coverage Of(ExportFolder folder, ModelDescription model) =>
        new(folder.Entries.Select(entry => entry.Key), folder.Contains, model.Hash);

    /// <summary>
    /// True when each image of the request is in the manifest with this custom_id, prompt, settings and model (and seed,
    /// where the request gives one), and on disk.
    /// </summary>
    public bool Covers(ImageRequest request) => Enumerable.Range(0, request.Count).All(image =>
        _keys[(request.CustomId, image)].Any(key =>
            key.Prompt == request.Prompt
            && key.Settings == request.Settings
            && key.ModelHash == _modelHash
            && (request.Seed is not { } seed || key.Seed == ImageSeed.Derive(seed, image))
            && _isPresent(key)));
}
