using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Jobs;

/// <summary>What is stored of a job: small, and written at its turning points only.</summary>
[GenerateSerializer, Alias("janus.state.job")]
internal sealed class JobRecord
{
    [Id(0)]
    public string Name { get; set; } = "";

    [Id(1)]
    public string Model { get; set; } = "";

    [Id(2)]
    public string Fingerprint { get; set; } = "";

    [Id(3)]
    public int CodesPerImage { get; set; }

    [Id(4)]
    public int Shards { get; set; }

    [Id(5)]
    public DateTimeOffset CreatedAt { get; set; }

    [Id(6)]
    public JobState State { get; set; }

    [Id(7)]
    public DateTimeOffset? FinishedAt { get; set; }

    [Id(8)]
    public WorkClass Class { get; set; }

    [Id(9)]
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Why it is being cancelled: its time ran out.</summary>
    [Id(10)]
    public bool HasExpired { get; set; }

    [Id(11)]
    public bool IsTransient { get; set; }

    /// <summary>It is being deleted: nobody finds it any longer, and what is left of it goes.</summary>
    [Id(12)]
    public bool IsDeleted { get; set; }

    public bool IsFinal => State is JobState.Completed or JobState.Cancelled or JobState.Expired;
}
