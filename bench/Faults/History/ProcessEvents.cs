namespace JanusCluster.Bench.Faults.History;

/// <summary>What a fault does to a process.</summary>
internal enum ProcessSignal
{
    /// <summary>SIGKILL.</summary>
    Kill = 0,
    /// <summary>SIGSTOP.</summary>
    Freeze = 1,
    /// <summary>SIGCONT.</summary>
    Thaw = 2,
    /// <summary>SIGTERM.</summary>
    Drain = 3,
}

/// <summary>A process was sent a signal.</summary>
/// <param name="Process">Its incarnation.</param>
internal sealed record ProcessSignalled(long At, string Process, ProcessSignal Signal) : HistoryEvent(At);

/// <summary>A process has ended, by a signal or by itself.</summary>
internal sealed record ProcessExited(long At, string Process, int ExitCode) : HistoryEvent(At);

/// <summary>A client has asked for something as long as it could, without success.</summary>
internal sealed record GivenUp(long At, string What, string Error) : HistoryEvent(At);
