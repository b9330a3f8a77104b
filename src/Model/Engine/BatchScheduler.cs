namespace JanusCluster.Model.Engine;

/// <summary>
/// Decides which sequences run: chat before images, first come first within a class, never more rows or KV memory
/// than there is. Touches no tensor.
/// </summary>
internal sealed class BatchScheduler(EngineOptions options, long kvBytesPerPosition)
{
    private readonly LinkedList<Sequence> _chat = new();
    private readonly LinkedList<Sequence> _images = new();
    private readonly List<Sequence> _running = [];

    public IReadOnlyList<Sequence> Running => _running;

    public bool IsIdle => _running.Count == 0 && _chat.Count == 0 && _images.Count == 0;

    public void Add(Sequence sequence) => (sequence is TextSequence ? _chat : _images).AddLast(sequence);

    /// <summary>The next waiting sequence that fits, now running; null when none does.</summary>
    public Sequence? Admit()
    {
        LinkedList<Sequence> queue = _chat.Count > 0 ? _chat : _images;
        if (queue.First?.Value is not { } first || !Fits(first))
            return null;
        queue.RemoveFirst();
        _running.Add(first);
        return first;
    }

    /// <summary>True when no state of the engine would ever let the sequence run.</summary>
    public bool NeverFits(Sequence sequence) =>
        sequence.Rows > options.MaxRows || Bytes(sequence) > options.KvBytes;

    public void Remove(Sequence sequence)
    {
        _running.Remove(sequence);
        _chat.Remove(sequence);
        _images.Remove(sequence);
    }

    /// <summary>Takes out and returns all that was cancelled.</summary>
    public IReadOnlyList<Sequence> RemoveCancelled()
    {
        List<Sequence> cancelled = [.. All().Where(sequence => sequence.IsCancelled)];
        cancelled.ForEach(Remove);
        return cancelled;
    }

    /// <summary>All that runs or waits.</summary>
    public IReadOnlyList<Sequence> All() => [.. _running, .. _chat, .. _images];

    private bool Fits(Sequence sequence) =>
        _running.Sum(running => running.Rows) + sequence.Rows <= options.MaxRows
        && _running.Sum(Bytes) + Bytes(sequence) <= options.KvBytes;

    private long Bytes(Sequence sequence) => sequence.Rows * sequence.MaxLength * kvBytesPerPosition;
}
