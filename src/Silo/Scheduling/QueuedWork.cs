using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Scheduling;

/// <summary>A piece of work as a scheduler knows it.</summary>
internal sealed class QueuedWork(WorkKey key, WorkClass workClass)
{
    public WorkKey Key => key;

    public string Tenant { get; } = key.Tenant;

    public WorkClass Class => workClass;

    /// <summary>Codes or tokens that it still costs.</summary>
    public int Codes { get; set; }

    /// <summary>The numerics class that must go on with it; null for any.</summary>
    public string? Numerics { get; set; }

    /// <summary>It must run alone on its silo.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>Codes that other numerics made are dropped when it is leased next.</summary>
    public bool MustRestart { get; set; }

    /// <summary>For a turn: the instance that may hold its prefix.</summary>
    public string? Preferred { get; set; }

    /// <summary>For a turn: the instance that has just failed it.</summary>
    public string? Avoided { get; set; }

    /// <summary>Null while it waits.</summary>
    public HeldWork? Lease { get; set; }

    /// <summary>The newest lease that it ever had here.</summary>
    public long LastLease { get; set; }

    /// <summary>Its place in the queue while it waits.</summary>
    public LinkedListNode<QueuedWork>? Place { get; set; }
}

/// <summary>Who holds a piece of work, and for how long.</summary>
/// <param name="Holder">Key of the instance.</param>
/// <param name="IsStarted">Its holder has spoken of it.</param>
internal sealed record HeldWork(long Id, string Holder, DateTimeOffset Expires, bool IsStarted);
