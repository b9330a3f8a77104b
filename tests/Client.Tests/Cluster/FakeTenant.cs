using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>The one tenant of a fake cluster.</summary>
internal sealed class FakeTenant(FakeCluster cluster) : ITenantGrain
{
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

    public Task<NewApiKey> CreateKeyAsync(ApiKeySettings settings) => throw new NotSupportedException();

    public Task<IReadOnlyList<ApiKey>> ListKeysAsync() => throw new NotSupportedException();

    public Task<ApiKey> RevokeKeyAsync(string key) => throw new NotSupportedException();
}
