using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Silo.Scheduling;

/// <summary>Weights and limits of the tenants that have work here, as they were some seconds ago.</summary>
internal sealed partial class TenantPolicies(IGrainFactory grains, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(10);
    private static readonly TenantPolicy Default = new();

    private readonly Dictionary<string, (TenantPolicy Policy, DateTimeOffset Read)> _policies = [];

    public double WeightOf(string tenant) => Of(tenant).Weight;

    public int? LimitOf(string tenant) => Of(tenant).MaxConcurrentImages;

    /// <summary>Makes sure that the tenant's policy is known before its first work is handed out.</summary>
    public Task KnowAsync(string tenant) => _policies.ContainsKey(tenant) ? Task.CompletedTask : ReadAsync(tenant);

    /// <summary>Reads anew what is older than some seconds, and forgets tenants that have no work.</summary>
    public async Task RefreshAsync(IReadOnlySet<string> tenants)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (string gone in _policies.Keys.Where(tenant => !tenants.Contains(tenant)).ToList())
            _policies.Remove(gone);
        await Task.WhenAll(_policies.Where(entry => entry.Value.Read + Validity < now).Select(entry => ReadAsync(entry.Key)).ToList());
    }

    private TenantPolicy Of(string tenant) => _policies.TryGetValue(tenant, out var entry) ? entry.Policy : Default;

    private async Task ReadAsync(string tenant)
    {
        TenantPolicy policy = Of(tenant);
        try
        {
            policy = await grains.GetGrain<ITenantGrain>(tenant).GetPolicyAsync();
        }
        catch (Exception e)
        {
            // Its last known weight does for some seconds more: work is not held up by this.
            LogUnreadable(logger, e, tenant);
        }

        _policies[tenant] = (policy, time.GetUtcNow());
    }

    [LoggerMessage(LogLevel.Warning, "Weight and limits of tenant {Tenant} could not be read")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, string tenant);
}
