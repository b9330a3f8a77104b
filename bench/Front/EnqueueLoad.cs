using System.Collections.Concurrent;
using System.Diagnostics;

namespace JanusCluster.Bench.Front;

/// <summary>Jobs of one picture, submitted one behind the other by some clients at a time.</summary>
internal sealed class EnqueueLoad(HttpClient client, int clients)
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private long _failures;

    /// <summary>Of each submission until it was acknowledged, and so durable.</summary>
    public IReadOnlyList<double> Milliseconds => [.. _milliseconds];

    public long Failures => Interlocked.Read(ref _failures);

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(_ => SubmitAsync(cancellationToken)));

    private async Task SubmitAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long started = Stopwatch.GetTimestamp();
            try
            {
                using var body = new StringContent("a red circle", System.Text.Encoding.UTF8, "text/plain");
                using HttpResponseMessage response = await client.PostAsync("/v1/jobs", body, cancellationToken);
                if (response.IsSuccessStatusCode)
                    _milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                else
                    Interlocked.Increment(ref _failures);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref _failures);
            }
        }
    }
}
