using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Tenants;

/// <inheritdoc cref="ITenantsGrain"/>
[ControlSiloFilter]
internal sealed class TenantsGrain(TenantIndex index) : Grain, ITenantsGrain
{
    private const int MostPerPage = 1_000;

    public Task<IReadOnlyList<string>> ListAsync(string? after, int count) =>
        index.ListAsync(after, Math.Clamp(count, 1, MostPerPage));
}
