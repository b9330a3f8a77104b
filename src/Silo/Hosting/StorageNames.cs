namespace JanusCluster.Silo.Hosting;

/// <summary>Names of the registered grain storage providers.</summary>
internal static class StorageNames
{
    public const string Grains = "janus";
}
