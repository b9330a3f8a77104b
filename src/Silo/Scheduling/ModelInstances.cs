using JanusCluster.Contracts.Models;

namespace JanusCluster.Silo.Scheduling;

/// <summary>The silos that have asked for work lately, and what runs there.</summary>
/// <param name="silence">An instance that has not been heard of for so long is forgotten.</param>
internal sealed class ModelInstances(TimeSpan silence, TimeProvider time)
{
    /// <summary>A silo that was restarted, or another one like it, may come within this time.</summary>
    private static readonly TimeSpan NumericsMemory = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (ModelInstance Instance, DateTimeOffset Seen)> _instances = [];
    private readonly Dictionary<string, DateTimeOffset> _numerics = [];
    private readonly DateTimeOffset _born = time.GetUtcNow();

    public IEnumerable<ModelInstance> All => _instances.Values.Select(entry => entry.Instance);

    public void Saw(ModelInstance instance)
    {
        DateTimeOffset now = time.GetUtcNow();
        _instances[instance.Key] = (instance, now);
        _numerics[instance.Numerics] = now;
    }

    public ModelInstance? Find(string key) => _instances.TryGetValue(key, out var entry) ? entry.Instance : null;

    /// <summary>False when no instance of the class is there, nor was lately.</summary>
    public bool MayHaveNumerics(string numerics)
    {
        DateTimeOffset seen = _numerics.GetValueOrDefault(numerics, _born);
        return time.GetUtcNow() - seen < NumericsMemory;
    }

    /// <summary>Forgets instances that are dead or silent, and gives their keys.</summary>
    public IReadOnlyList<string> Forget(Func<string, bool> isDead)
    {
        DateTimeOffset now = time.GetUtcNow();
        string[] gone = [.. _instances.Where(entry => entry.Value.Seen + silence < now || isDead(entry.Key)).Select(entry => entry.Key)];
        foreach (string key in gone)
            _instances.Remove(key);
        return gone;
    }
}
