using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Storage;

namespace JanusCluster.Bench.Faults.Bugs;

/// <summary>
/// The mistake of answering too early: grains hear that their state is stored one to three seconds before it is. What a
/// process has not stored when it dies is lost.
/// </summary>
internal sealed class HastyGrainStorage(IGrainStorage inner, DeepCopier copier) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    private const int ShortestMilliseconds = 1_000, LongestMilliseconds = 3_000;

    /// <summary>The last write of each state, of which the next one needs the ETag.</summary>
    private readonly ConcurrentDictionary<(string, GrainId), Task<string?>> _pending = new();

    public void Participate(ISiloLifecycle observer) => (inner as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_pending.TryGetValue((stateName, grainId), out Task<string?>? pending))
            await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var copy = new GrainState<T>(copier.Copy(grainState.State), grainState.ETag) { RecordExists = grainState.RecordExists };
        _pending.TryGetValue((stateName, grainId), out Task<string?>? before);
        // Away from the grain's own scheduler: the grain goes on meanwhile.
        _pending[(stateName, grainId)] = Task.Run(() => StoreAsync(stateName, grainId, copy, before));
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_pending.TryRemove((stateName, grainId), out Task<string?>? pending) && await pending is { } etag)
            grainState.ETag = etag;
        await inner.ClearStateAsync(stateName, grainId, grainState);
    }

    private async Task<string?> StoreAsync<T>(string stateName, GrainId grainId, GrainState<T> state, Task<string?>? before)
    {
        if (before is not null && await before is { } etag)
            state.ETag = etag;
        await Task.Delay(Random.Shared.Next(ShortestMilliseconds, LongestMilliseconds));
        await inner.WriteStateAsync(stateName, grainId, state);
        return state.ETag;
    }
}
