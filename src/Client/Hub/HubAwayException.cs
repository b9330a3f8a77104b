namespace JanusCluster.Client.Hub;

/// <summary>The hub, or a host that it leads to, does not answer now; it may when it is asked again.</summary>
/// <param name="retryAfter">What it says about when.</param>
internal sealed class HubAwayException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? RetryAfter => retryAfter;
}
