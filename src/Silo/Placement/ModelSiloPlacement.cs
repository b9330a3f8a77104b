using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace JanusCluster.Silo.Placement;

/// <summary>Places a grain on the silo that its key names, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ModelSiloPlacementAttribute() : PlacementAttribute(new ModelSiloPlacement());

/// <inheritdoc cref="ModelSiloPlacementAttribute"/>
[Serializable, GenerateSerializer, Immutable]
internal sealed class ModelSiloPlacement : PlacementStrategy;

/// <summary>Finds the silo of a key of the form <c>SiloAddress.ToParsableString()</c> among those the filter left.</summary>
internal sealed class ModelSiloPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        string key = target.GrainIdentity.Key.ToString()!;
        foreach (SiloAddress silo in context.GetCompatibleSilos(target))
        {
            if (silo.ToParsableString() == key)
                return Task.FromResult(silo);
        }

        throw new SiloUnavailableException($"There is no silo {key} that takes {target.GrainIdentity.Type}.");
    }
}
