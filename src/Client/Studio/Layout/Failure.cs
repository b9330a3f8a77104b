using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Storage;

namespace JanusCluster.Client.Studio.Layout;

/// <summary>Failures in words for whoever looks at the page.</summary>
internal static class Failure
{
    /// <summary>Whether it is the user's, the cluster's or the network's; else it is a fault of ours.</summary>
    public static bool IsExpected(Exception e) =>
        e is JanusException { Code: not ErrorCode.Internal } or BlobStoreException or UnauthorizedAccessException || ClusterCall.HeardNothing(e);

    public static string Explain(Exception e) => e switch
    {
        JanusException { Code: not ErrorCode.Internal } or UnauthorizedAccessException => e.Message,
        BlobStoreException => "The store of pictures is away. Try again in a moment.",
        _ when ClusterCall.HeardNothing(e) => "The cluster did not answer. Try again in a moment.",
        _ => "Something went wrong inside; the front's log says what.",
    };
}
