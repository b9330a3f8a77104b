namespace JanusCluster.Client.Studio.Layout;

/// <summary>Has a page look again, time after time, one look after the other. What cannot be had is looked for the next time.</summary>
internal sealed class PageClock : IDisposable
{
    private readonly CancellationTokenSource _left = new();

    public PageClock(TimeProvider time, TimeSpan period, Func<Task> look) => _ = RunAsync(time, period, look);

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    private async Task RunAsync(TimeProvider time, TimeSpan period, Func<Task> look)
    {
        CancellationToken left = _left.Token;
        while (!left.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(period, time, left);
                await look();
            }
            catch (Exception e) when (left.IsCancellationRequested || Failure.IsExpected(e) || e is ObjectDisposedException)
            {
            }
        }
    }
}
