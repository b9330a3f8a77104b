using JanusCluster.Bench.Faults.History;

namespace JanusCluster.Bench.Faults.Processes;

/// <summary>Where everything of one run lies.</summary>
internal sealed class RunFolder : IDisposable
{
    public RunFolder(string root)
    {
        Root = root;
        foreach (string folder in (string[])[root, History, Logs, Nodes, Blobs])
            Directory.CreateDirectory(folder);
    }

    public string Root { get; }

    public string History => Path.Combine(Root, "history");

    public string Logs => Path.Combine(Root, "logs");

    public string Nodes => Path.Combine(Root, "nodes");

    public string Blobs => Path.Combine(Root, "blobs");

    public string Redis => Path.Combine(Root, "redis");

    public string Controls => Path.Combine(Root, "controls");

    /// <summary>Whether the folder stays behind, for example because something went wrong in the run.</summary>
    public bool IsKept { get; set; }

    public static RunFolder CreateTemporary() => new(Directory.CreateTempSubdirectory("janus-faults-").FullName);

    public string HistoryOf(string process) => Path.Combine(History, process + HistoryReader.Extension);

    public string CodesOf(string process) => Path.Combine(History, process + CodeCounter.Extension);

    public string LogOf(string process) => Path.Combine(Logs, process + ".log");

    public string SettingsOf(string process) => Path.Combine(Nodes, process + ".json");

    public void Dispose()
    {
        if (!IsKept && Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
    }
}
