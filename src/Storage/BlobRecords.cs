using System.Text.Json;

namespace JanusCluster.Storage;

/// <summary>What is known about the files of a <see cref="FileBlobStore"/>: one small JSON file for each name and content.</summary>
internal sealed class BlobRecords(string folder, TemporaryFiles temporary)
{
    /// <summary>Adds a record durably; one that is there already stays.</summary>
    public void Add(BlobDescription blob)
    {
        string path = PathOf(blob.Name, blob.Sha256);
        if (!File.Exists(path))
            temporary.Publish(path, JsonSerializer.SerializeToUtf8Bytes(blob));
    }

    /// <returns>Null when there is no record of that name with that content.</returns>
    public BlobDescription? Find(string name, string sha256)
    {
        string path = PathOf(name, sha256);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<BlobDescription>(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new BlobStoreException($"The record of blob {name} is damaged.", e);
        }
    }

    public void Remove(BlobDescription blob) => File.Delete(PathOf(blob.Name, blob.Sha256));

    /// <summary>Removes all records of a name.</summary>
    public void RemoveAll(string name)
    {
        const int DigestLength = 64;
        string path = Path.Combine(folder, name), prefix = $"{Path.GetFileName(path)}.";
        if (Path.GetDirectoryName(path) is not { } directory || !Directory.Exists(directory))
            return;
        // The pattern alone would also take those of a name that goes on behind a dot.
        foreach (string record in Directory.EnumerateFiles(directory, $"{prefix}*.json"))
        {
            if (Path.GetFileNameWithoutExtension(record).Length == prefix.Length + DigestLength)
                File.Delete(record);
        }
    }

    private string PathOf(string name, string sha256) => Path.Combine(folder, $"{name}.{sha256}.json");
}
