using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Models;

/// <inheritdoc cref="IModelCatalogGrain"/>
[ControlSiloFilter]
internal sealed class ModelCatalogGrain(
    [PersistentState("model-catalog", StorageNames.Grains)] IPersistentState<ModelCatalogRecord> record, TimeProvider time)
    : Grain, IModelCatalogGrain
{
    private static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    public async Task TellAsync(ModelDescription served)
    {
        DateTimeOffset now = time.GetUtcNow();
        record.State.Models[served.Id] = new SeenModel(served, now);
        foreach (string old in record.State.Models.Where(entry => now - entry.Value.SeenAt > Memory).Select(entry => entry.Key).ToList())
            record.State.Models.Remove(old);
        await WriteAsync();
    }

    public Task<IReadOnlyList<ModelDescription>> ListAsync() => Task.FromResult<IReadOnlyList<ModelDescription>>(
        [.. record.State.Models.Values.Where(seen => time.GetUtcNow() - seen.SeenAt <= Memory).OrderByDescending(seen => seen.SeenAt).Select(seen => seen.Model)]);

    private async Task WriteAsync()
    {
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            // What is remembered may differ from what is stored: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>What is stored of the models.</summary>
[GenerateSerializer, Alias("janus.state.model-catalog")]
internal sealed class ModelCatalogRecord
{
    /// <summary>By the model's id.</summary>
    [Id(0)]
    public Dictionary<string, SeenModel> Models { get; set; } = [];
}

[GenerateSerializer, Immutable, Alias("janus.state.seen-model")]
internal sealed record SeenModel([property: Id(0)] ModelDescription Model, [property: Id(1)] DateTimeOffset SeenAt);
