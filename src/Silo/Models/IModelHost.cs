using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Model.Engine;

namespace JanusCluster.Silo.Models;

/// <summary>The model of this silo. Whatever is behind it batches all that is asked of it at the same time.</summary>
internal interface IModelHost
{
    /// <summary>Images that may run at a time.</summary>
    int Capacity { get; }

    /// <summary>Turns of conversations that may run at a time, beside the images.</summary>
    int ChatCapacity { get; }

    /// <summary>What its engine is at.</summary>
    EngineWatch Watch { get; }

    /// <summary>Waits until the model is loaded.</summary>
    /// <exception cref="Contracts.JanusException">It could not be loaded; the message says why.</exception>
    Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Draws the codes of one image.</summary>
    /// <param name="made">
    /// Called with all codes so far each time there is one more, on the engine's thread: must return at once. What it was
    /// given stays as it is. Nothing is added to it once the task has ended, whichever way.
    /// </param>
    /// <param name="previews">Which previews to show meanwhile; none is shown any longer once the task has ended.</param>
    /// <returns>All codes in raster order, the resumed ones included.</returns>
    /// <exception cref="Contracts.JanusException">This image failed; others are not affected.</exception>
    Task<ReadOnlyMemory<ushort>> GenerateAsync(
        ImageWork work, Action<ReadOnlyMemory<ushort>> made, CancellationToken cancellationToken, PreviewSettings? previews = null);

    /// <summary>The picture of an image's codes as a PNG file.</summary>
    Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken);

    /// <summary>Answers the last message of a conversation.</summary>
    IAsyncEnumerable<ChatDelta> ChatAsync(ChatWork work, CancellationToken cancellationToken);
}

/// <summary>One image to draw.</summary>
/// <param name="Tenant">Images of one tenant share the work on equal prompts.</param>
/// <param name="Resume">Codes that are drawn already; drawing goes on behind them.</param>
internal sealed record ImageWork(string Tenant, ImageItem Item, RequestClass Class, IReadOnlyList<ushort> Resume);
