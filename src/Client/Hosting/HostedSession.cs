using JanusCluster.Client.Cli;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Client.Hosting;

/// <summary>A session that a started host provides; it ends the host with itself.</summary>
/// <param name="alsoEnd">What ends after the host, in this order.</param>
internal sealed class HostedSession(IHost host, params IReadOnlyList<IAsyncDisposable> alsoEnd) : IClusterSession
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(15);

    public ITenantsGrain Tenants => Grains.GetGrain<ITenantsGrain>(ITenantsGrain.Key);

    public IClusterSilos Silos => new ClusterSilos(Grains);

    public IBlobStore Blobs => host.Services.GetRequiredService<IBlobStore>();

    public IServedModel Model => host.Services.GetRequiredService<IServedModel>();

    private IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IJobGrain Job(string id) => Grains.GetGrain<IJobGrain>(new JobKey(RunPlan.Tenant, id).ToString());

    public Task<IReadOnlyList<JobStatus>> ListJobsAsync(int count) => Tenant(RunPlan.Tenant).ListJobsAsync(0, count);

    public IConversationGrain Conversation(string id) => Grains.GetGrain<IConversationGrain>($"{RunPlan.Tenant}/{id}");

    public ITenantGrain Tenant(string name) => Grains.GetGrain<ITenantGrain>(name);

    public async ValueTask DisposeAsync()
    {
        using (var limit = new CancellationTokenSource(StopTime))
        {
            try
            {
                await host.StopAsync(limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or AggregateException)
            {
                // It had its time. All that matters is durable, and is taken up again by the next process.
            }
        }

        await ((IAsyncDisposable)host).DisposeAsync();
        foreach (IAsyncDisposable part in alsoEnd)
            await part.DisposeAsync();
    }
}
