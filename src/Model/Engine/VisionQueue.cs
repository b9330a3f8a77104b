namespace JanusCluster.Model.Engine;

/// <summary>Work of one kind that waits for a <see cref="VisionWorker"/>, first come first served; what is cancelled is left out.</summary>
/// <param name="compute">A batch of inputs to as many results, in their order.</param>
/// <param name="maxBatch">Inputs of one batch at most.</param>
/// <param name="discard">What becomes of a result that nobody waits for any longer.</param>
internal sealed class VisionQueue<TInput, TResult>(
    Func<IReadOnlyList<TInput>, IReadOnlyList<TResult>> compute, int maxBatch, Action<TResult> discard) : IVisionQueue
{
    private readonly Queue<Request> _waiting = [];

    private sealed class Request(TInput input)
        : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TInput Input => input;
    }

    /// <summary>Ends with the result, with <paramref name="cancellationToken"/>, or as the batch fails.</summary>
    public Task<TResult> Add(TInput input, CancellationToken cancellationToken)
    {
        var request = new Request(input);
        if (cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellationToken.Register(() => request.TrySetCanceled(cancellationToken));
            _ = request.Task.ContinueWith(
                _ => registration.Unregister(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        lock (_waiting)
            _waiting.Enqueue(request);
        return request.Task;
    }

    public bool ComputeNext()
    {
        List<Request> batch = Take();
        if (batch.Count > 0)
            Compute(batch);
        return batch.Count > 0;
    }

    public void Fail(Exception reason)
    {
        lock (_waiting)
        {
            while (_waiting.TryDequeue(out Request? request))
                request.TrySetException(reason);
        }
    }

    private List<Request> Take()
    {
        var batch = new List<Request>();
        lock (_waiting)
        {
            while (batch.Count < maxBatch && _waiting.TryDequeue(out Request? request))
            {
                if (!request.Task.IsCompleted)
                    batch.Add(request);
            }
        }

        return batch;
    }

    private void Compute(List<Request> batch)
    {
        IReadOnlyList<TResult> results;
        try
        {
            results = compute(batch.ConvertAll(request => request.Input));
        }
        catch (Exception e)
        {
            // One bad input, or a batch too large for the memory, must not fail the others.
            if (batch.Count > 1)
                batch.FindAll(request => !request.Task.IsCompleted).ForEach(request => Compute([request]));
            else
                batch[0].TrySetException(e);
            return;
        }

        for (int i = 0; i < batch.Count; i++)
        {
            if (!batch[i].TrySetResult(results[i]))
                discard(results[i]);
        }
    }
}
