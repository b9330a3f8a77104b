using System.Text.Json;
using JanusCluster.Client.Export;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Hosting;

/// <summary>cluster.json of a cluster on this machine: how to reach it, and the processes that it consists of.</summary>
/// <param name="Redis">Connection string, with its password: the file is for its owner only.</param>
/// <param name="Blobs">Full path of the folder with pictures.</param>
internal sealed record ClusterFile(string Redis, string ClusterId, string Blobs, IReadOnlyList<ClusterProcess> Processes)
{
    private static readonly JsonSerializerOptions Options = new(ExportJson.Options) { WriteIndented = true };

    public static string PathOf(string folder) => Path.Combine(folder, "cluster.json");

    /// <returns>Null when there is none, or it is damaged.</returns>
    public static ClusterFile? Find(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<ClusterFile>(File.ReadAllBytes(PathOf(folder)), Options);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="JanusException">No cluster runs on the folder.</exception>
    public static ClusterFile Read(string folder) => Find(folder)
        ?? throw JanusException.Invalid("cluster", $"No cluster runs on {folder}: start one with janus cluster up --data {folder}.");

    public void Write(string folder)
    {
        string path = PathOf(folder), next = $"{path}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
            JsonSerializer.Serialize(file, this, Options);

        File.Move(next, path, overwrite: true);
    }
}

internal enum ClusterRole
{
    /// <summary>Runs grains, no model.</summary>
    Control = 0,
    Silo = 1,
    Front = 2,
    Redis = 3,
}

/// <param name="StartedAt">With the number it tells the process from a later one.</param>
/// <param name="Port">Where it listens.</param>
internal sealed record ClusterProcess(string Name, ClusterRole Role, int Pid, DateTimeOffset StartedAt, int? Port = null);
