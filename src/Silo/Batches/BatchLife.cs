using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Files;

namespace JanusCluster.Silo.Batches;

/// <summary>How a batch moves from state to state, as changes of its record.</summary>
internal static class BatchLife
{
    public static BatchRecord Begin(BatchSpecification specification, DateTimeOffset now) => new()
    {
        Specification = specification,
        State = BatchState.Validating,
        Times = new BatchTimes(now, now + specification.Window),
    };

    public static void Fail(this BatchRecord batch, int lines, IReadOnlyList<BatchError> errors, DateTimeOffset now)
    {
        batch.Errors = [.. errors.Take(BatchRules.MaxErrors)];
        batch.Lines = lines;
        if (batch.State == BatchState.Cancelling)
        {
            batch.Cancelled(now);
            return;
        }

        batch.State = BatchState.Failed;
        batch.Times = batch.Times! with { FailedAt = now };
    }

    public static void Start(this BatchRecord batch, DateTimeOffset now)
    {
        batch.IsSubmitted = true;
        batch.Lost = 0;
        batch.Times = batch.Times! with { InProgressAt = now };
        if (batch.State == BatchState.Validating)
            batch.State = BatchState.InProgress;
    }

    public static void Cancel(this BatchRecord batch, DateTimeOffset now)
    {
        batch.State = BatchState.Cancelling;
        batch.Times = batch.Times! with { CancellingAt = now };
    }

    public static void Cancelled(this BatchRecord batch, DateTimeOffset now)
    {
        batch.State = BatchState.Cancelled;
        batch.Times = batch.Times! with { CancelledAt = now };
    }

    public static void Expire(this BatchRecord batch, DateTimeOffset now)
    {
        batch.State = BatchState.Expired;
        batch.Times = batch.Times! with { ExpiredAt = now };
    }

    /// <summary>The job has ended. The files' ids are drawn here, once: whoever writes them writes the same ones.</summary>
    public static void BeginFiles(this BatchRecord batch, string tenant, bool hasExpired, DateTimeOffset now)
    {
        batch.HasExpired = hasExpired;
        batch.OutputFile = FileKey.Draw(tenant, now).File;
        batch.ErrorFile = FileKey.Draw(tenant, now).File;
        if (batch.State == BatchState.Cancelling)
            return;
        batch.State = BatchState.Finalizing;
        batch.Times = batch.Times! with { FinalizingAt = now };
    }

    public static void Finish(this BatchRecord batch, BatchOutcome outcome, DateTimeOffset now)
    {
        batch.Outcome = outcome;
        if (batch.State == BatchState.Cancelling)
        {
            batch.Cancelled(now);
        }
        else if (batch.HasExpired)
        {
            batch.Expire(now);
        }
        else
        {
            batch.State = BatchState.Completed;
            batch.Times = batch.Times! with { CompletedAt = now };
        }
    }

    /// <param name="running">Counts while the job runs; null where it does not, or cannot be asked.</param>
    public static BatchStatus Describe(this BatchRecord batch, string id, BatchCounts? running) => new(
        id, batch.Specification!, batch.State, batch.Times!,
        batch.Outcome?.Counts ?? running ?? Counts(batch),
        batch.Plan?.Model.Id,
        batch.Outcome is { HasOutput: true } ? batch.OutputFile : null,
        batch.Outcome is { HasErrors: true } ? batch.ErrorFile : null,
        // What ended it comes before what is wrong with single lines.
        [.. batch.Errors.Concat(batch.Plan?.Errors ?? []).Take(BatchRules.MaxErrors)]);

    private static BatchCounts Counts(BatchRecord batch) => batch.Plan is { } plan
        ? new BatchCounts(plan.Lines, 0, plan.Lines - plan.Requests)
        : new BatchCounts(batch.Lines, 0, batch.Lines);
}
