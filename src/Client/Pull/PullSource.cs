using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>One commit of a repository, and the way to its files.</summary>
internal sealed record PullSource(
    HubConnection Connection, HubAddress Hub, ModelRepository Repository, string Commit, HubErrors Errors, HubRetry Retry, HubPatience Patience);
