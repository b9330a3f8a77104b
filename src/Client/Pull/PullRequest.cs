using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>What is to be pulled, and where to.</summary>
/// <param name="Token">Null for none.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
/// <param name="Folder">The checkpoint's folder.</param>
/// <param name="Parallel">Files at a time.</param>
/// <param name="Verify">Hash what is there already.</param>
internal sealed record PullRequest(
    HubAddress Hub, string? Token, ModelRepository Repository, string Revision, string Folder, int Parallel, bool Verify);

/// <summary>A whole checkpoint.</summary>
/// <param name="Folder">Full path.</param>
/// <param name="WasThere">Nothing had to be fetched.</param>
/// <param name="LeftOut">Files of the repository that are no part of a checkpoint. Empty when it was there.</param>
internal sealed record PullResult(string Folder, PullRecord Record, bool WasThere, IReadOnlyList<string> LeftOut);
