using System.CommandLine;
using JanusCluster.Client.Hosting;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Storage;

namespace JanusCluster.Client.Cli;

/// <summary>How commands come to a cluster. Each host of the commands has its own way, with its own options.</summary>
internal interface IClusterConnector
{
    /// <summary>Options of every command that needs a cluster.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <exception cref="Contracts.JanusException">There is no cluster to be had; the message says why.</exception>
    Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken);
}

/// <param name="Arguments">Holds the values of <see cref="IClusterConnector.Options"/>.</param>
/// <param name="NeedsModel">False for commands that only look at what is stored.</param>
internal sealed record ConnectRequest(ParseResult Arguments, bool NeedsModel, bool Verbose, CommandOutput Output);

/// <summary>
/// A cluster, for as long as one command runs: what commands use of it, whether its grains are called or its HTTP API. Jobs
/// and conversations are those of the tenant that the commands work as.
/// </summary>
internal interface IClusterSession : IAsyncDisposable
{
    /// <param name="id">The job's own part of its key.</param>
    IJobGrain Job(string id);

    /// <summary>The newest jobs first.</summary>
    Task<IReadOnlyList<JobStatus>> ListJobsAsync(int count);

    /// <param name="id">The conversation's own part of its key.</param>
    IConversationGrain Conversation(string id);

    /// <summary>Any tenant, for whoever administers them.</summary>
    ITenantGrain Tenant(string name);

    ITenantsGrain Tenants { get; }

    IClusterSilos Silos { get; }

    IBlobStore Blobs { get; }

    IServedModel Model { get; }
}
