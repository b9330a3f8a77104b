using System.Text.Json;
using System.Text.Json.Serialization;
using JanusCluster.Client.Export;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>What a folder was pulled from, and what was put there: a small hidden file in it.</summary>
internal sealed record PullRecord(string Repository, string Commit, IReadOnlyList<PulledFile> Files)
{
    public const string FileName = ".janus-pull.json";
    private const long MaxBytes = 1 << 20;

    private static readonly JsonSerializerOptions Options = new(ExportJson.Options) { WriteIndented = true };

    public static PullRecord Of(ModelRepository repository, string commit, IEnumerable<HubFile> files) => new(
        repository.ToString(), commit, [.. files.Select(file => new PulledFile(file.Path, file.Size, file.Hash!)).OrderBy(file => file.Name, StringComparer.Ordinal)]);

    [JsonIgnore]
    public long Bytes => Files.Sum(file => file.Size);

    /// <returns>Null when there is none that can be read.</returns>
    public static PullRecord? Read(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, FileName));
            return file is { Exists: true, Length: <= MaxBytes }
                && JsonSerializer.Deserialize<PullRecord>(File.ReadAllBytes(file.FullName), Options) is { } record
                // A record edited by hand must not lead out of the folder.
                && record.Files.All(entry => entry is not null && entry.Name == Path.GetFileName(entry.Name))
                    ? record
                    : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(string folder) => WholeFile.Write(Path.Combine(folder, FileName), JsonSerializer.SerializeToUtf8Bytes(this, Options));
}

/// <param name="Size">Bytes.</param>
internal sealed record PulledFile(string Name, long Size, ContentHash Hash);
