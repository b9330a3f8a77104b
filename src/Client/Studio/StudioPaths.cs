namespace JanusCluster.Client.Studio;

/// <summary>Addresses of the studio, relative to the page's base.</summary>
internal static class StudioPaths
{
    public const string Root = "studio";
    public const string Generate = $"{Root}/generate";
    public const string Chat = $"{Root}/chat";
    public const string Jobs = $"{Root}/jobs";
    public const string Cluster = $"{Root}/cluster";
    public const string SignIn = $"{Root}/sign-in";
    public const string SignOut = $"{Root}/sign-out";
    public const string Assets = $"{Root}/assets";

    public static string Picture(string job, int index) => $"{Root}/pictures/{job}/{index}.png";

    /// <summary>A picture as far as it is; <paramref name="codes"/> makes each state an address of its own.</summary>
    public static string Preview(string job, int index, int codes) => $"{Root}/previews/{job}/{index}.png?codes={codes}";

    public static string Archive(string job) => $"{Root}/pictures/{job}.zip";

    public static string Manifest(string job) => $"{Root}/pictures/{job}.jsonl";

    /// <summary>An image of a conversation.</summary>
    /// <param name="file">Last segment of its blob's name.</param>
    public static string Image(string file) => $"{Root}/images/{file}";
}
