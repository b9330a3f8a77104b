namespace JanusCluster.Client.Export;

/// <summary>Writes files that are there whole or as they were before, whenever the process ends.</summary>
internal static class WholeFile
{
    private const string Prefix = ".janus-";
    private const string Suffix = ".tmp";

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(path)!, $"{Prefix}{Guid.NewGuid():N}{Suffix}");
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Removes what killed processes left in the folder.</summary>
    public static void Sweep(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
            File.Delete(file);
    }
}
