namespace JanusCluster.Silo;

/// <summary>Wakes everyone who waits for a change. For use inside one grain, whose turns never overlap.</summary>
internal sealed class ChangeSignal(TimeProvider time)
{
    private TaskCompletionSource _next = New();

    /// <summary>Wakes all waiters.</summary>
    public void Raise()
    {
        TaskCompletionSource raised = _next;
        _next = New();
        raised.SetResult();
    }

    /// <summary>Waits for the next <see cref="Raise"/>, at most <paramref name="timeout"/>.</summary>
    /// <returns>False when the time ran out.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _next.Task.WaitAsync(timeout, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
