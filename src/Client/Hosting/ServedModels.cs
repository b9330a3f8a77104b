using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Hosting;

/// <summary>The models of the cluster as requests name them. A model whose silos are gone for now is still known.</summary>
internal sealed class ServedModels(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _looking = new(1);
    private volatile IReadOnlyList<ModelDescription> _known = [];
    private long _lookedAt = long.MinValue;

    /// <summary>All that are or were there since this front started, ordered by name.</summary>
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
            IReadOnlyList<ModelDescription> found = await new ClusterModel(grains, null).FindAllAsync(cancellationToken);
            _known = [.. found.Concat(_known).DistinctBy(model => model.Id).OrderBy(model => model.Name, StringComparer.Ordinal)];
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
        string all = string.Join(", ", models.Select(model => model.Id));
        return fitting.Count switch
        {
            1 => fitting[0],
            0 => throw new JanusException(ErrorCode.NotFound, $"There is no model {ApiText.Quote(wanted)}; there is {all}.", "model"),
            _ => throw JanusException.Invalid("model", $"Name one of the models: {all}."),
        };
    }

    private bool IsFresh() => _known.Count > 0 && time.GetElapsedTime(_lookedAt) < Fresh;
}
