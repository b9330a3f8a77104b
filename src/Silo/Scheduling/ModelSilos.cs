using JanusCluster.Silo.Hosting;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace JanusCluster.Silo.Scheduling;

/// <summary>The silos that serve models, as the cluster's membership has them.</summary>
internal sealed class ModelSilos(ISiloStatusOracle membership, ISiloMetadataCache metadata)
{
    /// <summary>Keys of all that are active.</summary>
    public IEnumerable<string> All() => membership.GetApproximateSiloStatuses(onlyActive: true).Keys
        .Where(silo => metadata.GetSiloMetadata(silo).Metadata.ContainsKey(SiloRoles.Model))
        .Select(silo => silo.ToParsableString());

    /// <summary>True once the cluster has declared the silo of this key dead.</summary>
    public bool IsDead(string key) => membership.IsDeadSilo(SiloAddress.FromParsableString(key));
}
