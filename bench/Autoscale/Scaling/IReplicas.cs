namespace JanusCluster.Bench.Autoscale.Scaling;

/// <summary>Whoever says how many GPUs a pool has.</summary>
internal interface IReplicas
{
    void Begin(VirtualTime time, SimulatedCluster cluster);

    /// <summary>New work has come.</summary>
    void Arrived(long codes);

    /// <summary>Codes were made.</summary>
    void Made(int codes);

    /// <summary>The number that is wanted by now.</summary>
    int Wanted { get; }

    /// <summary>Nothing will be started any more.</summary>
    bool IsDone { get; }
}
