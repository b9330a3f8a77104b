namespace JanusCluster.Silo.Hosting;

/// <summary>Whether this silo is on its way out: it was told to stop, and takes no more work.</summary>
internal sealed class Draining(IHostApplicationLifetime lifetime)
{
    public bool IsDraining => Token.IsCancellationRequested;

    /// <summary>Cancelled when draining begins; hosted services are stopped after that, the silo itself last.</summary>
    public CancellationToken Token => lifetime.ApplicationStopping;
}
