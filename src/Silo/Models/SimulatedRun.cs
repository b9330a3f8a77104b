namespace JanusCluster.Silo.Models;

/// <summary>One image or answer of a simulated engine. The engine calls its methods one at a time.</summary>
/// <param name="made">Codes or tokens that are there already.</param>
/// <param name="total">Codes or tokens in the end.</param>
/// <param name="progress">Called with how many there are each time that there are more; must return at once.</param>
internal sealed class SimulatedRun(int made, int total, Action<int> progress)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _made = made;

    public Task Ended => _ended.Task;

    /// <summary>One step.</summary>
    /// <returns>Whether that was the last: it is done, or was ended before.</returns>
    public bool Advance() => _ended.Task.IsCompleted || MakeUpTo(_made + 1);

    /// <summary>All steps at once.</summary>
    public void Finish() => MakeUpTo(total);

    /// <summary>Ends it as it stands.</summary>
    public void Cancel(CancellationToken cancellationToken) => _ended.TrySetCanceled(cancellationToken);

    /// <inheritdoc cref="Cancel"/>
    public void Fail(Exception error) => _ended.TrySetException(error);

    private bool MakeUpTo(int count)
    {
        if (_made < total)
        {
            _made = count;
            progress(_made);
        }

        if (_made >= total)
            _ended.TrySetResult();
        return _made >= total;
    }
}
