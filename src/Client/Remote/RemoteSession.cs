using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Storage;

namespace JanusCluster.Client.Remote;

/// <summary>A cluster through the HTTP API of a front. Jobs and conversations are those of the key's tenant.</summary>
internal sealed class RemoteSession : IClusterSession
{
    /// <summary>Stands for the key's tenant, whose name only the front knows.</summary>
    public const string Tenant = RunPlan.Tenant;

    private readonly ApiClient _api;
    private readonly RemoteBlobs _blobs;
    private readonly TimeProvider _time;
    private readonly List<RemoteConversation> _conversations = [];

    public RemoteSession(ApiClient api, string? model, TimeProvider time)
    {
        _api = api;
        _blobs = new RemoteBlobs(api);
        _time = time;
        Model = new RemoteModel(api, model, time);
    }

    public ITenantsGrain Tenants => new RemoteTenants(_api);

    public IClusterSilos Silos => new RemoteSilos(_api);

    public IBlobStore Blobs => _blobs;

    public IServedModel Model { get; }

    public IJobGrain Job(string id) => new RemoteJob(_api, _blobs, id, _time);

    public async Task<IReadOnlyList<JobStatus>> ListJobsAsync(int count)
    {
        int most = Math.Min(count, JobLimits.MaxItemsPerPage - 1);
        return [.. (await _api.GetAsync<JobList>($"jobs?limit={most}")).Data.Select(job => job.ToStatus(Tenant))];
    }

    public IConversationGrain Conversation(string id)
    {
        var conversation = new RemoteConversation(_api, _blobs, id);
        _conversations.Add(conversation);
        return conversation;
    }

    ITenantGrain IClusterSession.Tenant(string name) => new RemoteTenant(_api, Identifier.Validate("tenant", name));

    public async ValueTask DisposeAsync()
    {
        foreach (RemoteConversation conversation in _conversations)
            await conversation.DisposeAsync();
        _api.Dispose();
    }
}
