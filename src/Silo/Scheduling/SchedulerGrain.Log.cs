namespace JanusCluster.Silo.Scheduling;

internal sealed partial class SchedulerGrain
{
    [LoggerMessage(LogLevel.Warning, "{Count} leases ran out without renewal; their items wait again")]
    private partial void LogExpired(int count);

    [LoggerMessage(LogLevel.Information, "Silo {Instance} is gone; {Count} of its leases end")]
    private partial void LogInstanceGone(string instance, int count);
}
