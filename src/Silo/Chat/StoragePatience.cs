using Orleans.Storage;
using StackExchange.Redis;

namespace JanusCluster.Silo.Chat;

/// <summary>Repeats what needs Redis for as long as Redis is away. What is repeated must do no harm the second time.</summary>
internal sealed partial class StoragePatience(TimeProvider time, ILogger<StoragePatience> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="InconsistentStateException">Another activation has written the state since.</exception>
    public async Task<T> WaitAsync<T>(Func<Task<T>> action, CancellationToken stop)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                return await action();
            }
            catch (Exception e) when (IsAway(e))
            {
                LogAway(e.Message);
            }

            await Task.Delay(pause, time, stop);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
        }
    }

    public Task WaitAsync(Func<Task> action, CancellationToken stop) => WaitAsync(
        async () =>
        {
            await action();
            return true;
        },
        stop);

    /// <summary>Storage gave no answer, or one that time may mend; a write may have been carried out all the same.</summary>
    public static bool IsAway(Exception e) =>
        e is RedisException or TimeoutException or OrleansException and not InconsistentStateException;

    [LoggerMessage(LogLevel.Warning, "Storage is away; a conversation waits: {Reason}")]
    private partial void LogAway(string reason);
}
