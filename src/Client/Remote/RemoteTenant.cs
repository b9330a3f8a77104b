using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Remote;

/// <summary><c>/v1/admin/tenants/{name}</c>, for keys that may administer.</summary>
internal sealed class RemoteTenant(ApiClient api, string name) : ITenantGrain
{
    private readonly string _path = $"admin/tenants/{name}";

    public async Task<TenantPolicy> GetPolicyAsync() => (await api.GetAsync<TenantObject>(_path)).Policy.ToPolicy();

    public Task SetPolicyAsync(TenantPolicy policy) => api.SendAsync<TenantObject>(HttpMethod.Put, _path, PolicyObject.Of(policy));

    public async Task<TenantUsage> GetUsageAsync() => (await api.GetAsync<TenantObject>(_path)).Usage.ToUsage();

    public async Task<NewApiKey> CreateKeyAsync(ApiKeySettings settings)
    {
        KeyObject made = await api.SendAsync<KeyObject>(HttpMethod.Post, $"{_path}/keys", KeyBody.Of(settings));
        return new NewApiKey(made.ToKey(), made.Key ?? "");
    }

    public async Task<IReadOnlyList<ApiKey>> ListKeysAsync() =>
        [.. (await api.GetAsync<KeyList>($"{_path}/keys")).Data.Select(key => key.ToKey())];

    public async Task<ApiKey> RevokeKeyAsync(string key) =>
        (await api.SendAsync<KeyObject>(HttpMethod.Delete, $"{_path}/keys/{Uri.EscapeDataString(key)}")).ToKey();

    public Task<IReadOnlyList<JobStatus>> ListJobsAsync(int offset, int count, bool transient = false) => throw new NotSupportedException();

    public Task<IReadOnlyList<ConversationSummary>> ListConversationsAsync(int offset, int count) => throw new NotSupportedException();

    public Task ReserveItemsAsync(string job, int items) => throw new NotSupportedException();

    public Task ReportOpenItemsAsync(string job, int items) => throw new NotSupportedException();

    public Task OpenConversationAsync(string conversation) => throw new NotSupportedException();
}

/// <summary><c>/v1/admin/tenants</c>.</summary>
internal sealed class RemoteTenants(ApiClient api) : ITenantsGrain
{
    public async Task<IReadOnlyList<string>> ListAsync(string? after, int count) =>
        (await api.GetAsync<TenantList>($"admin/tenants?limit={count}{(after is null ? "" : $"&after={after}")}")).Data;
}
