using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Jobs;

/// <summary>A file of requests as it was read: what can run, and what is wrong with the rest.</summary>
internal sealed record RequestFile(IReadOnlyList<ImageRequest> Requests, IReadOnlyList<LineError> Errors);

/// <summary>Why a line of a request file does not run.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Field">The field that is wrong, where one is.</param>
/// <param name="CustomId">The line's custom_id, where it could be read.</param>
internal sealed record LineError(int Line, string? Field, string Message, string? CustomId = null);
