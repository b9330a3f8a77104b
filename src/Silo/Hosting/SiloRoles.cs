namespace JanusCluster.Silo.Hosting;

/// <summary>Keys of the silo metadata that placement reads.</summary>
internal static class SiloRoles
{
    /// <summary>Present on silos that serve a model.</summary>
    public const string Model = "janus.model";
}
