namespace JanusCluster.Client.Hub;

/// <summary>A checkpoint that cannot be fetched; the message says why, and what to do.</summary>
internal sealed class PullException(string message, Exception? inner = null) : Exception(message, inner);
