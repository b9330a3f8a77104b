namespace JanusCluster.Client.Remote;

/// <summary>
/// A front that does not answer, or not now. It is to commands what a silo that is gone is to a front: a call that may be
/// repeated is repeated.
/// </summary>
/// <param name="retryAfter">What the front says about when to ask again.</param>
internal sealed class EndpointException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : TimeoutException(message, inner)
{
    public TimeSpan? RetryAfter => retryAfter;
}
