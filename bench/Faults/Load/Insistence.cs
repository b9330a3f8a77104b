using JanusCluster.Contracts;
using ErrorCode = JanusCluster.Contracts.ErrorCode;

namespace JanusCluster.Bench.Faults.Load;

/// <summary>Asks again, as a client does that hears nothing or hears of trouble: until it has an answer or its time is up.</summary>
internal sealed class Insistence(TimeSpan limit, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Who hears for so long that there is no such thing believes it.</summary>
    private static readonly TimeSpan UnknownLimit = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _giveUp = TimeProvider.System.GetUtcNow() + limit;

    public CancellationToken CancellationToken => cancellationToken;

    /// <exception cref="TimeoutException">The time is up; the inner exception is the last answer.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> call)
    {
        DateTimeOffset? unknownSince = null;
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                DateTimeOffset now = TimeProvider.System.GetUtcNow();
                unknownSince = e is JanusException { Code: ErrorCode.NotFound } ? unknownSince ?? now : null;
                if (now > _giveUp || now - unknownSince > UnknownLimit)
                    throw new TimeoutException($"Nothing helped: {e.Message}", e);
                // Who has waited for nothing has waited.
                if (e is not TimeoutException)
                    await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
