using JanusCluster.Contracts;
using Orleans.Storage;
using StackExchange.Redis;

namespace JanusCluster.Silo.Hosting;

/// <summary>
/// Turns errors of Redis into what a caller can be told. They are not serialisable: outside this process they would arrive
/// as an error of the serialiser.
/// </summary>
internal sealed partial class StorageErrorFilter(ILogger<StorageErrorFilter> logger) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception e) when (IsOfStorage(e))
        {
            LogStorageAway(e, context.TargetId.ToString(), context.MethodName);
            throw new JanusException(ErrorCode.Unavailable, "The cluster's storage is away; try again later.");
        }
    }

    /// <summary>An inconsistency is not one of them: an activation that wrote over somebody else's state must end by it.</summary>
    internal static bool IsOfStorage(Exception e) => e switch
    {
        InconsistentStateException => false,
        RedisException or RedisTimeoutException or RedisCommandException => true,
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsOfStorage),
        _ => e.InnerException is { } inner && IsOfStorage(inner),
    };

    [LoggerMessage(LogLevel.Warning, "The storage failed in {Method} of {Grain}")]
    private partial void LogStorageAway(Exception exception, string grain, string method);
}
