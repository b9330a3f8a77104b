using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Hosting;

/// <summary>The models of the cluster as requests name them. A model whose silos are gone for now is still known, and takes work.</summary>
internal sealed class ServedModels(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>For silos that are loading, where others or earlier ones have told of a model.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _looking = new(1);
    private volatile IReadOnlyList<ModelDescription> _known = [];
    private volatile HashSet<string> _served = [];
    private long _lookedAt = long.MinValue;

    /// <summary>As it was last seen.</summary>
    public IReadOnlyList<ModelDescription> Known => _known;

    /// <summary>All that are or were there, ordered by name; of one name those that are there first.</summary>
    public async Task<IReadOnlyList<ModelDescription>> ListAsync(CancellationToken cancellationToken)
    {
        if (IsFresh())
            return _known;
        // Whoever knows a model need not wait for those who look for more.
        if (!await _looking.WaitAsync(_known.Count > 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, cancellationToken))
            return _known;
        try
        {
            if (IsFresh())
                return _known;
            if (_known.Count == 0)
                _known = await RecallAsync();
            IReadOnlyList<ModelDescription> found =
                await new ClusterModel(grains, null).FindAllAsync(_known.Count > 0 ? Patience : Timeout.InfiniteTimeSpan, cancellationToken);
            _served = [.. found.Select(model => model.Id)];
            _known = [.. found.Concat(await RecallAsync()).Concat(_known).DistinctBy(model => model.Id).OrderBy(model => model.Name, StringComparer.Ordinal)];
            _lookedAt = time.GetTimestamp();
            return _known;
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <param name="wanted">Name or id; null takes the only one there is.</param>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>, or <see cref="ErrorCode.Unavailable"/> while there is no model at all.</exception>
    public async Task<ModelDescription> ResolveAsync(string? wanted, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelDescription> models = await ListAsync(cancellationToken);
        if (models.Count == 0)
            throw new JanusException(ErrorCode.Unavailable, "No silo serves a model yet; ask again in a moment.", "model");
        List<ModelDescription> fitting = [.. models.Where(model => wanted is null || model.Id == wanted || model.Name == wanted)];
        // Weights that were replaced under their name are not meant any longer, nor is what used to be served beside what is.
        if (fitting.FindAll(model => _served.Contains(model.Id)) is { Count: > 0 } served)
            fitting = served;
        else if (fitting.Select(model => model.Name).Distinct().Count() == 1)
            fitting = fitting[..1];
        string all = string.Join(", ", models.Select(model => model.Id));
        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw new JanusException(ErrorCode.NotFound, $"There is no model {ApiText.Quote(wanted)}; there is {all}.", "model"),
            _ => throw JanusException.Invalid("model", $"Name one of the models: {all}."),
        };
    }

    /// <returns>Nothing where the catalog does not answer: it is not what a request needs most.</returns>
    private async Task<IReadOnlyList<ModelDescription>> RecallAsync()
    {
        try
        {
            return await grains.GetGrain<IModelCatalogGrain>(IModelCatalogGrain.Key).ListAsync().WaitAsync(Patience, time);
        }
        catch (Exception)
        {
            return [];
        }
    }

    private bool IsFresh() => _known.Count > 0 && time.GetElapsedTime(_lookedAt) < Fresh;
}
