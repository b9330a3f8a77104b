using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Whether files that are as announced also make a checkpoint together.</summary>
internal static class CheckpointCheck
{
    /// <exception cref="PullException">They do not.</exception>
    public static void Check(string folder, IReadOnlyList<HubFile> files)
    {
        HashSet<string> names = [.. files.Select(file => file.Path)];
        foreach (string name in names)
        {
            string path = Path.Combine(folder, name);
            if (name.EndsWith(".safetensors", StringComparison.Ordinal))
                SafetensorsCheck.Check(path);
            else if (name.EndsWith(CheckpointFiles.IndexSuffix, StringComparison.Ordinal))
                ShardIndexCheck.Check(path, names);
        }
    }
}
