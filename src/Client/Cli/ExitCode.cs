namespace JanusCluster.Client.Cli;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done; some items may have failed, the summary says so.</summary>
    public const int Success = 0;

    /// <summary>A mistake in what was asked for, or nothing could be done.</summary>
    public const int Failure = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C, as shells report it.</summary>
    public const int Interrupted = 130;

    /// <summary>Ended at once by SIGTERM, as shells report it.</summary>
    public const int Terminated = 143;
}
