namespace JanusCluster.Model.Engine;

/// <summary>One request in the engine. Only the engine's thread touches it, but for <see cref="Cancel"/>.</summary>
public abstract class Sequence
{
    private volatile bool _cancelled;

    /// <summary>Rows of the batch that it takes: two for an image under guidance, else one.</summary>
    public abstract int Rows { get; }

    /// <summary>Positions that it may come to hold in the KV cache.</summary>
    public abstract int MaxLength { get; }

    public abstract RequestClass Class { get; }

    public bool IsCancelled => _cancelled;

    /// <summary>Timestamp of the engine's clock when the sequence was first given rows; 0 before.</summary>
    public long AdmittedAt { get; internal set; }

    internal bool IsFinished { get; private protected set; }

    internal abstract TokenRows Tokens { get; }

    internal abstract SamplingSettings Sampling { get; }

    /// <summary>The uniform number for the id to be drawn next.</summary>
    internal abstract float NextUniform();

    /// <summary>Takes the id that was drawn.</summary>
    internal abstract void Accept(int id);

    /// <summary>Tells the requester that there will be no more.</summary>
    internal abstract void Fail(Exception reason);

    /// <summary>Asks the engine to drop the sequence; it does so within a step. May be called from any thread.</summary>
    public void Cancel() => _cancelled = true;
}
