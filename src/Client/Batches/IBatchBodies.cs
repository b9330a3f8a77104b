using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Batches;

/// <summary>Reads the bodies of a batch's lines as the endpoints read theirs.</summary>
internal interface IBatchBodies
{
    /// <exception cref="JanusException">
    /// What is wrong with the body; or <see cref="ErrorCode.Unavailable"/>, which says nothing about it.
    /// </exception>
    Task<BatchBody> ReadAsync(string tenant, BatchLine line, CancellationToken cancellationToken);
}

/// <summary>What a line asks for.</summary>
/// <param name="Request">With the line's custom_id.</param>
/// <param name="AsData">Pictures are wanted in the answer itself, not as addresses.</param>
internal sealed record BatchBody(JobRequest Request, ModelDescription Model, bool AsData);
