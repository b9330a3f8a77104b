namespace JanusCluster.Imaging;

/// <summary>The bytes are no image that can be read, or one beyond the limits. The message is fit for whoever sent them.</summary>
public sealed class ImageFormatException : Exception
{
    public ImageFormatException()
    {
    }

    public ImageFormatException(string message)
        : base(message)
    {
    }

    public ImageFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
