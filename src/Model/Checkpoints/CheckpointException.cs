namespace JanusCluster.Model.Checkpoints;

/// <summary>
/// A checkpoint that cannot be used: a file is missing, damaged, of an unknown kind, or says something that the model
/// cannot be built from. The message names the file (and field or tensor) and says what to do.
/// </summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException(string message)
        : base(message)
    {
    }

    public CheckpointException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public CheckpointException()
    {
    }
}
