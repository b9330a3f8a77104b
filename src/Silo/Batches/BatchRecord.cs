using JanusCluster.Contracts.Batches;

namespace JanusCluster.Silo.Batches;

/// <summary>What is stored of a batch.</summary>
[GenerateSerializer, Alias("janus.state.batch")]
internal sealed class BatchRecord
{
    [Id(0)]
    public BatchSpecification? Specification { get; set; }

    [Id(1)]
    public BatchState State { get; set; }

    [Id(2)]
    public BatchTimes? Times { get; set; }

    /// <summary>Of the last validation. From the moment that it is here, its job may exist.</summary>
    [Id(3)]
    public BatchPlan? Plan { get; set; }

    /// <summary>The job is known to exist.</summary>
    [Id(4)]
    public bool IsSubmitted { get; set; }

    /// <summary>Of the last lease. A front that speaks of an earlier one is late.</summary>
    [Id(5)]
    public long Epoch { get; set; }

    /// <summary>Leases of the step at hand that ended unheard of: each may have ended its front.</summary>
    [Id(6)]
    public int Lost { get; set; }

    /// <summary>Id that the output file gets, from the moment that it is to be written.</summary>
    [Id(7)]
    public string? OutputFile { get; set; }

    [Id(8)]
    public string? ErrorFile { get; set; }

    [Id(9)]
    public BatchOutcome? Outcome { get; set; }

    /// <summary>Of a batch that failed.</summary>
    [Id(10)]
    public List<BatchError> Errors { get; set; } = [];

    /// <summary>Lines of the input of a batch that failed.</summary>
    [Id(11)]
    public int Lines { get; set; }

    /// <summary>The job ended because its time ran out.</summary>
    [Id(12)]
    public bool HasExpired { get; set; }

    public bool IsFinal => State is BatchState.Failed or BatchState.Completed or BatchState.Expired or BatchState.Cancelled;
}
