using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Paths of files as hubs list them.</summary>
internal static class ListedPath
{
    private const int MaxLength = 1024;
    private const int MaxShown = 80;

    /// <summary>
    /// A path that leads out of its folder is in no repository: who lists one wants something. Nothing of such a list is
    /// fetched, although that file would not be.
    /// </summary>
    /// <exception cref="PullException">It is such a path.</exception>
    public static void Check(ModelRepository repository, string path)
    {
        if (!IsHonest(path))
            throw new PullException($"{repository} is listed with the path '{path[..Math.Min(path.Length, MaxShown)]}', which no repository has. Nothing is fetched.");
    }

    private static bool IsHonest(string path) =>
        path.Length is > 0 and <= MaxLength
        && !path.Any(c => c == '\\' || char.IsControl(c))
        && !(path.Length > 1 && path[1] == ':')
        && path.Split('/').All(segment => segment is not ("" or "." or ".."));
}
