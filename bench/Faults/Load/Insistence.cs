namespace JanusCluster.Bench.Faults.Load;

/// <summary>Asks again, as a client does that hears nothing or hears of trouble: until it has an answer or its time is up.</summary>
internal sealed class Insistence(TimeSpan limit, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly DateTimeOffset _giveUp = TimeProvider.System.GetUtcNow() + limit;

    public CancellationToken CancellationToken => cancellationToken;

    /// <exception cref="TimeoutException">The time is up; the inner exception is the last answer.</exception>
    public async Task<T> AskAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (TimeProvider.System.GetUtcNow() > _giveUp)
                    throw new TimeoutException($"Nothing helped: {e.Message}", e);
                // Who has waited for nothing has waited.
                if (e is not TimeoutException)
                    await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
