using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Model.Engine;

namespace JanusCluster.Silo.Models;

/// <summary>The model of this silo. Whatever is behind it batches all that is asked of it at the same time.</summary>
internal interface IModelHost
{
    /// <summary>Images that may run at a time.</summary>
    int Capacity { get; }

    /// <summary>Waits until the model is loaded.</summary>
    /// <exception cref="Contracts.JanusException">It could not be loaded; the message says why.</exception>
    Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Makes one image.</summary>
    /// <param name="tenant">Images of one tenant share the work on equal prompts.</param>
    /// <param name="codeMade">Called on the engine's thread with the number of codes made so far: must return at once.</param>
    /// <param name="previews">Which previews to show meanwhile; none is shown any longer once the task has ended.</param>
    /// <exception cref="Contracts.JanusException">This image failed; others are not affected.</exception>
    Task<GeneratedImage> GenerateAsync(
        string tenant, ImageItem item, Action<int> codeMade, CancellationToken cancellationToken, PreviewSettings? previews = null);

    /// <summary>The picture of an image's codes as a PNG file.</summary>
    Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken);

    /// <summary>Answers the last message of a conversation.</summary>
    IAsyncEnumerable<ChatDelta> ChatAsync(ChatWork work, CancellationToken cancellationToken);
}
