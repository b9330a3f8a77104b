namespace JanusCluster.Contracts.Batches;

/// <summary>States of a batch, as OpenAI's API names them.</summary>
[GenerateSerializer, Alias(Aliases.BatchState)]
public enum BatchState
{
    /// <summary>Its input is read, and its job submitted.</summary>
    Validating = 0,
    /// <summary>Nothing of its input can run.</summary>
    Failed = 1,
    InProgress = 2,
    /// <summary>Its results are there, and its files are being written.</summary>
    Finalizing = 3,
    Completed = 4,
    /// <summary>Its time ran out; what was finished is in its output.</summary>
    Expired = 5,
    /// <summary>Cancelled, while what is finished is still being written.</summary>
    Cancelling = 6,
    Cancelled = 7,
}

/// <summary>Requests of a batch. While it runs and has requests for several images, those completed are counted in proportion to the images.</summary>
/// <param name="Total">Lines of the input.</param>
/// <param name="Failed">Lines that could not be read, too.</param>
[GenerateSerializer, Immutable, Alias(Aliases.BatchCounts)]
public sealed record BatchCounts([property: Id(0)] int Total, [property: Id(1)] int Completed, [property: Id(2)] int Failed);

/// <summary>What is wrong with the input.</summary>
/// <param name="Line">From 1; null where it is the whole file.</param>
/// <param name="Param">The field that is wrong, where one is.</param>
[GenerateSerializer, Immutable, Alias(Aliases.BatchError)]
public sealed record BatchError(
    [property: Id(0)] string Code, [property: Id(1)] string Message, [property: Id(2)] string? Param, [property: Id(3)] int? Line)
{
    /// <summary>Its owner has deleted the job behind a batch, and the results with it.</summary>
    public static BatchError JobDeleted { get; } = new("job_deleted", "The job of the batch was deleted before its results were written.", null, null);
}

/// <summary>When a batch came to its states; null where it did not.</summary>
/// <param name="ExpiresAt">What is not finished by then is not made.</param>
[GenerateSerializer, Immutable, Alias(Aliases.BatchTimes)]
public sealed record BatchTimes(
    [property: Id(0)] DateTimeOffset CreatedAt,
    [property: Id(1)] DateTimeOffset ExpiresAt,
    [property: Id(2)] DateTimeOffset? InProgressAt = null,
    [property: Id(3)] DateTimeOffset? FinalizingAt = null,
    [property: Id(4)] DateTimeOffset? CompletedAt = null,
    [property: Id(5)] DateTimeOffset? FailedAt = null,
    [property: Id(6)] DateTimeOffset? ExpiredAt = null,
    [property: Id(7)] DateTimeOffset? CancellingAt = null,
    [property: Id(8)] DateTimeOffset? CancelledAt = null);

/// <summary>A batch as it stands.</summary>
/// <param name="Model">Id of the model; null until its input is read.</param>
/// <param name="OutputFile">Id of the file of results; null until it is there, and where there is none.</param>
/// <param name="ErrorFile">Id of the file of errors; likewise.</param>
/// <param name="Errors">The first <see cref="BatchRules.MaxErrors"/> of its input.</param>
[GenerateSerializer, Immutable, Alias(Aliases.BatchStatus)]
public sealed record BatchStatus(
    [property: Id(0)] string Id,
    [property: Id(1)] BatchSpecification Specification,
    [property: Id(2)] BatchState State,
    [property: Id(3)] BatchTimes Times,
    [property: Id(4)] BatchCounts Counts,
    [property: Id(5)] string? Model,
    [property: Id(6)] string? OutputFile,
    [property: Id(7)] string? ErrorFile,
    [property: Id(8)] IReadOnlyList<BatchError> Errors)
{
    public bool IsFinal => State is BatchState.Failed or BatchState.Completed or BatchState.Expired or BatchState.Cancelled;
}
