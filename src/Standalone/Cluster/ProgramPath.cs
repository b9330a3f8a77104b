namespace JanusCluster.Standalone.Cluster;

/// <summary>Where programs are.</summary>
internal static class ProgramPath
{
    /// <summary>The runtime that runs this process, for programs of ours.</summary>
    public static string DotNet { get; } =
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>A program of ours, built beside this one.</summary>
    public static string Of(string assembly) => Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll");

    /// <returns>Null when no folder of PATH has it.</returns>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
