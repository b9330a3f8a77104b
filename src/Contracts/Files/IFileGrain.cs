namespace JanusCluster.Contracts.Files;

/// <summary>
/// One file of one tenant. Key: <see cref="FileKey"/>. A front begins it, writes the content to the blob
/// <see cref="FileKey.BlobName"/>, and completes it; one that is not completed within hours goes by itself.
/// </summary>
[Alias(Aliases.FileGrain)]
public interface IFileGrain : IGrainWithStringKey
{
    /// <summary>Keeps room for the file, durably. Repeating it changes nothing. Nobody sees the file yet.</summary>
    /// <exception cref="JanusException">
    /// Invalid; <see cref="ErrorCode.LimitExceeded"/>: the tenant has no room for it (a batch's own files are kept all the same);
    /// <see cref="ErrorCode.Conflict"/>: the key has another file.
    /// </exception>
    [Alias("Begin")]
    Task BeginAsync(FileUpload upload);

    /// <summary>The content is in blob storage: from now on the file is there. Repeating it changes nothing.</summary>
    /// <param name="bytes">Its size, as the store has it.</param>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: it was never begun, or is deleted.</exception>
    [Alias("Complete")]
    Task<FileDescription> CompleteAsync(long bytes, string sha256);

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>, also before it is complete.</exception>
    [Alias("Get")]
    Task<FileDescription> GetAsync();

    /// <summary>Deletes the file with its content.</summary>
    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>; <see cref="ErrorCode.Unavailable"/>: the content goes later.</exception>
    [Alias("Delete")]
    Task DeleteAsync();

    /// <summary>Deletes the file if it has expired, or was never completed, or its deletion broke off.</summary>
    /// <returns>False when it is kept.</returns>
    [Alias("DeleteIfOverdue")]
    Task<bool> DeleteIfOverdueAsync();
}
