using JanusCluster.Silo.Hosting;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace JanusCluster.Silo.Placement;

/// <summary>Leaves only silos whose metadata say that they serve a model.</summary>
/// <remarks>
/// Orleans' own metadata filters compare with the silo that places the grain, so that a call from a client would land
/// on whichever kind of silo its gateway is.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ServesModelFilterAttribute() : PlacementFilterAttribute(new ServesModelFilter());

/// <inheritdoc cref="ServesModelFilterAttribute"/>
[Serializable, GenerateSerializer, Immutable]
internal sealed class ServesModelFilter() : PlacementFilterStrategy(0);

/// <inheritdoc cref="ServesModelFilterAttribute"/>
internal sealed class ServesModelFilterDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos) =>
        silos.Where(silo => metadata.GetSiloMetadata(silo).Metadata.ContainsKey(SiloRoles.Model));
}
