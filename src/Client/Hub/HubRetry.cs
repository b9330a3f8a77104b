namespace JanusCluster.Client.Hub;

/// <summary>Asks a hub again that is away, for as long as that brings something now and then.</summary>
/// <param name="waits">Told before each pause: what is waited for, why, and how long.</param>
internal sealed class HubRetry(HubPatience patience, TimeProvider time, Action<string, string, TimeSpan> waits)
{
    /// <param name="what">Is asked for, in a message.</param>
    /// <param name="received">Grows with what came; a try that raises it begins the count of tries anew.</param>
    /// <exception cref="PullException">The hub was asked often enough.</exception>
    public async Task<T> RunAsync<T>(
        string what, Func<CancellationToken, Task<T>> attempt, Func<long> received, CancellationToken cancellationToken)
    {
        int tries = 0;
        while (true)
        {
            long before = received();
            HubAwayException away;
            try
            {
                return await attempt(cancellationToken);
            }
            catch (HubAwayException e) when (!cancellationToken.IsCancellationRequested)
            {
                away = e;
            }

            tries = received() > before ? 1 : tries + 1;
            if (tries >= patience.Tries)
                throw new PullException($"{what}: {away.Message} Given up after {tries} tries that brought nothing.", away);
            TimeSpan pause = patience.PauseAfter(tries, away.RetryAfter, Random.Shared.NextDouble());
            waits(what, away.Message, pause);
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <inheritdoc cref="RunAsync{T}(string, Func{CancellationToken, Task{T}}, Func{long}, CancellationToken)"/>
    public Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        RunAsync(what, attempt, () => 0, cancellationToken);
}
