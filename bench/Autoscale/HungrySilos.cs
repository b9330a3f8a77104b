namespace JanusCluster.Bench.Autoscale;

/// <summary>Silos with free places: each has a call waiting at the scheduler, and chance says whose is served first.</summary>
internal sealed class HungrySilos(Random random)
{
    private readonly List<SimulatedSilo> _silos = [];

    public int Count => _silos.Count;

    public SimulatedSilo Any() => _silos[random.Next(_silos.Count)];

    /// <summary>Puts it in or takes it out, as it has room by now.</summary>
    public void Look(SimulatedSilo silo)
    {
        if (silo.TakesWork == silo.HungryAt >= 0)
            return;
        if (silo.TakesWork)
        {
            silo.HungryAt = _silos.Count;
            _silos.Add(silo);
            return;
        }

        SimulatedSilo last = _silos[^1];
        _silos[silo.HungryAt] = last;
        last.HungryAt = silo.HungryAt;
        _silos.RemoveAt(_silos.Count - 1);
        silo.HungryAt = -1;
    }
}
