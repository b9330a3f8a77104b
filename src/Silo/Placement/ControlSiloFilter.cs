using JanusCluster.Silo.Hosting;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace JanusCluster.Silo.Placement;

/// <summary>Keeps a grain off silos that serve a model while there are others: those come and go, and have better things to do.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ControlSiloFilterAttribute() : PlacementFilterAttribute(new ControlSiloFilter());

/// <inheritdoc cref="ControlSiloFilterAttribute"/>
[Serializable, GenerateSerializer, Immutable]
internal sealed class ControlSiloFilter() : PlacementFilterStrategy(0);

/// <inheritdoc cref="ControlSiloFilterAttribute"/>
internal sealed class ControlSiloFilterDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        SiloAddress[] all = [.. silos];
        SiloAddress[] control = [.. all.Where(silo => metadata.GetSiloMetadata(silo).Metadata.ContainsKey(SiloRoles.Control))];
        return control.Length > 0 ? control : all;
    }
}
