using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>The one tenant of a fake cluster.</summary>
internal sealed class FakeTenant(FakeCluster cluster) : ITenantGrain
{
    private readonly List<ApiKey> _keys = [];

    public TenantPolicy Policy { get; private set; } = new();

    public async Task<IReadOnlyList<JobStatus>> ListJobsAsync(int offset, int count, bool transient = false) =>
        await Task.WhenAll(cluster.Jobs.Values.Where(job => job.Submissions > 0).Select(job => job.GetStatusAsync()));

    public Task<IReadOnlyList<ConversationSummary>> ListConversationsAsync(int offset, int count) => throw new NotSupportedException();

    public Task<TenantPolicy> GetPolicyAsync() => Task.FromResult(Policy);

    public Task SetPolicyAsync(TenantPolicy policy)
    {
        Policy = policy;
        return Task.CompletedTask;
    }

    public Task<TenantUsage> GetUsageAsync() => Task.FromResult(new TenantUsage(7, 7 * 576, 0, 0, 0));

    public Task ReserveItemsAsync(string job, int items) => throw new NotSupportedException();

    public Task ReportOpenItemsAsync(string job, int items) => throw new NotSupportedException();

    public Task OpenConversationAsync(string conversation) => throw new NotSupportedException();

    public Task<NewApiKey> CreateKeyAsync(ApiKeySettings settings)
    {
        (string id, string text) = ApiKeyText.Draw();
        DateTimeOffset now = cluster.Now();
        _keys.Insert(0, new ApiKey(id, "acme", settings.Name, settings.Scopes, now, now, settings.ExpiresAt, null));
        return Task.FromResult(new NewApiKey(_keys[0], text));
    }

    public Task<IReadOnlyList<ApiKey>> ListKeysAsync() => Task.FromResult<IReadOnlyList<ApiKey>>([.. _keys]);

    public Task<ApiKey> RevokeKeyAsync(string key)
    {
        int found = _keys.FindIndex(known => known.Id == key);
        return found < 0
            ? Task.FromException<ApiKey>(new JanusException(ErrorCode.NotFound, $"The tenant has no key {key}."))
            : Task.FromResult(_keys[found] = _keys[found] with { RevokedAt = cluster.Now() });
    }
}
