namespace JanusCluster.Contracts.Models;

/// <summary>
/// The only door to the model that a silo serves. Key: the silo's address (<c>SiloAddress.ToParsableString()</c>); the
/// grain is placed on that silo and nowhere else, and calls fail at once when the silo is gone.
/// </summary>
[Alias(Aliases.ModelGrain)]
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Describes the model; waits until it is loaded.</summary>
    /// <exception cref="JanusException">The model could not be loaded; the message says why.</exception>
    [Alias("Describe")]
    Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>The picture of an image's codes as a PNG file with the given text chunks.</summary>
    [Alias("Render")]
    Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken = default);

    /// <summary>Answers a conversation's last message, token by token. Leaving the enumeration cancels the sequence.</summary>
    [Alias("Chat")]
    IAsyncEnumerable<ChatDelta> ChatAsync(ChatWork work, CancellationToken cancellationToken = default);
}
