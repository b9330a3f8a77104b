using JanusCluster.Contracts.Silos;

namespace JanusCluster.Client.Studio.Cluster;

/// <summary>What a page has seen of the cluster while it is open.</summary>
internal sealed class ClusterHistory
{
    private readonly Dictionary<string, (long At, long Made, double Rate)> _silos = [];

    public Series Rate { get; } = new();

    public Series Waiting { get; } = new();

    public Series Running { get; } = new();

    public Series KvUsage { get; } = new();

    /// <summary>Codes and tokens a second of one silo between the last two looks.</summary>
    public double RateOf(string address) => _silos.TryGetValue(address, out (long, long, double Rate) seen) ? seen.Rate : 0;

    /// <param name="now">A timestamp.</param>
    /// <param name="frequency">Timestamps a second.</param>
    /// <param name="waiting">Items of all queues.</param>
    public void Add(long now, long frequency, IReadOnlyList<SiloDescription> silos, int waiting)
    {
        SiloDescription[] models = [.. silos.Where(silo => silo.Engine is not null)];
        foreach (SiloDescription silo in models)
        {
            // Counters begin anew with a silo, and its address does, too.
            double rate = _silos.TryGetValue(silo.Address, out (long At, long Made, double Rate) last) && now > last.At
                ? (silo.Engine!.Made - last.Made) * (double)frequency / (now - last.At)
                : 0;
            _silos[silo.Address] = (now, silo.Engine!.Made, Math.Max(0, rate));
        }

        foreach (string gone in _silos.Keys.Except(models.Select(silo => silo.Address)).ToArray())
            _silos.Remove(gone);
        Rate.Add(_silos.Values.Sum(silo => silo.Rate));
        Waiting.Add(waiting);
        Running.Add(silos.Sum(silo => silo.Running));
        KvUsage.Add(models.Length == 0 ? 0 : models.Average(silo => silo.Engine!.KvUsage));
    }
}
