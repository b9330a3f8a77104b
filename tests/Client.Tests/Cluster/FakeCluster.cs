using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Cluster;

/// <summary>A cluster in memory, and the way of the commands to it.</summary>
internal sealed class FakeCluster : IClusterConnector, IClusterSession, IServedModel
{
    private readonly Dictionary<string, FakeConversation> _conversations = [];
    private int _seconds;

    public static ModelDescription Description { get; } = new("janus-fake", new string('a', 64), "none", 4, 16, 64, 32, 1);

    public Dictionary<string, FakeJob> Jobs { get; } = [];

    public FakeTenant Tenant => field ??= new FakeTenant(this);

    public MemoryBlobStore Memory { get; } = new();

    /// <summary>Called before each item is made.</summary>
    public Action? BeforeItem { get; set; }

    public int Connections { get; private set; }

    public IReadOnlyList<Option> Options => [];

    public ITenantsGrain Tenants => FakeGrain.Create<ITenantsGrain>(
        nameof(ITenantsGrain.ListAsync), args => Task.FromResult<IReadOnlyList<string>>(args[0] is null ? ["acme", "local"] : []));

    public IClusterSilos Silos => throw new NotSupportedException();

    public IBlobStore Blobs => Memory;

    public IServedModel Model => this;

    public FakeConversation Conversation(string key) =>
        _conversations.TryGetValue(key, out FakeConversation? known) ? known : _conversations[key] = new FakeConversation();

    public IJobGrain Job(string id)
    {
        string key = $"local/{id}";
        return Jobs.TryGetValue(key, out FakeJob? job) ? job : Jobs[key] = new FakeJob(key, this);
    }

    public Task<IReadOnlyList<JobStatus>> ListJobsAsync(int count) => Tenant.ListJobsAsync(0, count);

    IConversationGrain IClusterSession.Conversation(string id) => Conversation($"local/{id}");

    ITenantGrain IClusterSession.Tenant(string name) => Tenant;

    public DateTimeOffset Now() => DateTimeOffset.UnixEpoch.AddSeconds(_seconds++);

    public Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        Connections++;
        return Task.FromResult<IClusterSession>(this);
    }

    public Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(Description);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
