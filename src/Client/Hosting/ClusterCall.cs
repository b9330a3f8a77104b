using JanusCluster.Client.Remote;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Hosting;

/// <summary>Calls to grains that may be repeated, across the death of the silo that was asked and of storage that is away.</summary>
internal static class ClusterCall
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Calls until there is an answer; gives up after a minute without one.</summary>
    /// <param name="isPassing">Which failures may pass by themselves. Default: all of <see cref="IsAwayForNow"/>.</param>
    public static async Task<T> RepeatAsync<T>(
        Func<Task<T>> call, TimeProvider time, CancellationToken cancellationToken, Func<Exception, bool>? isPassing = null)
    {
        long started = time.GetTimestamp();
        while (true)
        {
            TimeSpan pause = Pause;
            try
            {
                return await call();
            }
            catch (Exception e) when ((isPassing ?? IsAwayForNow)(e)
                && !cancellationToken.IsCancellationRequested && time.GetElapsedTime(started) < Patience)
            {
                if (e is EndpointException { RetryAfter: { } wait } && wait > pause)
                    pause = wait < LongestPause ? wait : LongestPause;
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <inheritdoc cref="RepeatAsync{T}"/>
    public static Task RepeatAsync(Func<Task> call, TimeProvider time, CancellationToken cancellationToken) => RepeatAsync(
        async () =>
        {
            await call();
            return true;
        },
        time,
        cancellationToken);

    /// <summary>The silo that was asked is gone, or the way to it.</summary>
    public static bool HeardNothing(Exception e) => e is TimeoutException or OrleansException;

    public static bool IsAwayForNow(Exception e) => HeardNothing(e) || e is JanusException { Code: ErrorCode.Unavailable };
}
