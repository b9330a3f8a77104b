namespace JanusCluster.Storage;

/// <summary>A blob store cannot be reached, is full, or holds a damaged blob. Trying again later may help.</summary>
public sealed class BlobStoreException : Exception
{
    public BlobStoreException()
    {
    }

    public BlobStoreException(string message)
        : base(message)
    {
    }

    public BlobStoreException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
