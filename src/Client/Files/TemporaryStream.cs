namespace JanusCluster.Client.Files;

/// <summary>Files of this process alone that are gone when they are closed, or when it ends.</summary>
internal static class TemporaryStream
{
    private const int BufferBytes = 64 << 10;

    public static FileStream Create() => new(
        Path.Combine(Path.GetTempPath(), $"janus-{Guid.NewGuid():N}.tmp"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = BufferBytes,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
}
