using System.Security.Cryptography;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Export;

/// <summary>
/// A folder of exported pictures with its manifest.jsonl. Opening it again after any end of the process goes on where
/// it stopped: what the manifest names and the disk holds is not written again.
/// </summary>
internal sealed class ExportFolder : IDisposable
{
    private const string ManifestName = "manifest.jsonl";
    private const string LockName = ".janus-lock";

    private readonly FileStream _lock;
    private readonly JsonLinesFile<ManifestEntry> _manifest;
    private readonly Dictionary<PictureKey, ManifestEntry> _entries = [];
    private readonly Dictionary<string, PictureKey> _keysByFile = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<PictureKey> _verified = [];

    private ExportFolder(string path, FileStream ownership, JsonLinesFile<ManifestEntry> manifest)
    {
        Path = path;
        _lock = ownership;
        _manifest = manifest;
        foreach (ManifestEntry entry in manifest.Entries)
        {
            // A manifest edited by hand must not lead out of the folder.
            if (entry.File == System.IO.Path.GetFileName(entry.File))
                Remember(entry);
        }
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    public IReadOnlyCollection<ManifestEntry> Entries => _entries.Values;

    /// <exception cref="JanusException">The folder cannot be written, or another process exports to it.</exception>
    public static ExportFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        FileStream? ownership = null;
        try
        {
            Directory.CreateDirectory(full);
            ownership = Lock(full);
            WholeFile.Sweep(full);
            return new ExportFolder(full, ownership, JsonLinesFile<ManifestEntry>.Open(System.IO.Path.Combine(full, ManifestName)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ownership?.Dispose();
            throw JanusException.Invalid("out", $"{path} cannot be written: {e.Message}");
        }
    }

    /// <summary>Whether the picture is in the manifest, and on disk as the manifest says.</summary>
    public bool Contains(PictureKey key)
    {
        if (!_entries.TryGetValue(key, out ManifestEntry? entry))
            return false;
        if (!_verified.Contains(key) && DigestOf(entry.File) == entry.Sha256)
            _verified.Add(key);
        return _verified.Contains(key);
    }

    /// <summary>Name of a picture's file within the folder.</summary>
    public string FileOf(PictureKey key) => _entries[key].File;

    /// <summary>Writes a picture and its line of the manifest, unless they are there.</summary>
    /// <param name="item">The report's item.</param>
    /// <returns>False when nothing was written.</returns>
    /// <exception cref="JanusException">The disk does not take it.</exception>
    public bool Add(ItemReport report, ImageItem item, ModelDescription model, ReadOnlySpan<byte> png)
    {
        var key = PictureKey.Of(item, model);
        if (Contains(key))
            return false;
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(png));
        var entry = new ManifestEntry(
            item.CustomId, item.Image, item.Prompt, item.Seed, item.Settings, model.Name, model.Hash,
            ChooseName(key, sha256), sha256, Math.Round(report.Seconds, 3), report.FinishedAt ?? report.Delivery!.DeliveredAt);
        try
        {
            if (DigestOf(entry.File) != sha256)
                WholeFile.Write(System.IO.Path.Combine(Path, entry.File), png);
            if (!_entries.TryGetValue(key, out ManifestEntry? known) || known.Sha256 != sha256)
                _manifest.Append(entry);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JanusException.Invalid("out", $"{Path} cannot be written: {e.Message}");
        }

        Remember(entry);
        _verified.Add(key);
        return true;
    }

    public void Dispose()
    {
        _manifest.Dispose();
        _lock.Dispose();
    }

    /// <summary>A file of its own: the manifest stays readable for everyone while it grows.</summary>
    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException("another janus process exports to it.", e);
        }
    }

    private void Remember(ManifestEntry entry)
    {
        _entries[entry.Key] = entry;
        _keysByFile[entry.File] = entry.Key;
    }

    /// <summary>The name that the manifest gives, or else the first that no other file has.</summary>
    private string ChooseName(PictureKey key, string sha256)
    {
        if (_entries.TryGetValue(key, out ManifestEntry? known))
            return known.File;
        for (int copy = 1; ; copy++)
        {
            string name = PictureFileName.Of(key.CustomId, key.Image, copy);
            // A file with this very content is ours: written just before a kill, its line of the manifest was not.
            if (!_keysByFile.ContainsKey(name) && (DigestOf(name) is not { } digest || digest == sha256))
                return name;
        }
    }

    private string? DigestOf(string file)
    {
        string path = System.IO.Path.Combine(Path, file);
        if (!File.Exists(path))
            return null;
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
