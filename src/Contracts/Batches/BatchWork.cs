using JanusCluster.Contracts.Models;

namespace JanusCluster.Contracts.Batches;

/// <summary>What a front does next for a batch.</summary>
[GenerateSerializer, Alias(Aliases.BatchStep)]
public enum BatchStep
{
    /// <summary>Read the input, write the plan, report it.</summary>
    Validate = 0,
    /// <summary>Submit the job that the plan describes.</summary>
    Submit = 1,
    /// <summary>Write the output and error files from the job's results.</summary>
    Finalize = 2,
}

/// <summary>What became of the input: which of its lines run, and what is wrong with the others.</summary>
/// <param name="Model">Of all lines; the files of results can be written when it is not served any more.</param>
/// <param name="BlobName">The plan itself, line by line, in blob storage: with it the job can be submitted, and its results matched to lines.</param>
/// <param name="Digest">SHA-256 (hex) of that.</param>
/// <param name="Lines">Of the input that are not blank.</param>
/// <param name="Requests">Those that run.</param>
[GenerateSerializer, Immutable, Alias(Aliases.BatchPlan)]
public sealed record BatchPlan(
    [property: Id(0)] ModelDescription Model,
    [property: Id(1)] string BlobName,
    [property: Id(2)] string Digest,
    [property: Id(3)] int Lines,
    [property: Id(4)] int Requests,
    [property: Id(5)] IReadOnlyList<BatchError> Errors);

/// <summary>One step of a batch, for one front.</summary>
/// <param name="Epoch">Goes with every call about the step; a later lease makes it void.</param>
/// <param name="Duration">It runs out so long after it was given or renewed.</param>
/// <param name="Plan">Of the last validation, where there was one.</param>
/// <param name="OutputFile">Id that the file of results is to have; set to finalize.</param>
/// <param name="ErrorFile">Likewise.</param>
[GenerateSerializer, Immutable, Alias(Aliases.BatchLease)]
public sealed record BatchLease(
    [property: Id(0)] long Epoch,
    [property: Id(1)] TimeSpan Duration,
    [property: Id(2)] BatchStep Step,
    [property: Id(3)] BatchStatus Batch,
    [property: Id(4)] BatchPlan? Plan,
    [property: Id(5)] string? OutputFile,
    [property: Id(6)] string? ErrorFile);

/// <summary>How a batch's files came out.</summary>
[GenerateSerializer, Immutable, Alias(Aliases.BatchOutcome)]
public sealed record BatchOutcome(
    [property: Id(0)] bool HasOutput, [property: Id(1)] bool HasErrors, [property: Id(2)] BatchCounts Counts);
