using System.Diagnostics;
using System.Text;
using System.Text.Json;
using JanusCluster.EndToEnd.Tests.Repository;

namespace JanusCluster.EndToEnd.Tests.Commands;

/// <summary>The built program in a working folder of its own, run as a user runs it.</summary>
public sealed class Janus : IDisposable
{
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "JanusCluster.Standalone.dll");

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("janus-e2e-").FullName;

    public string PathOf(params string[] parts) => Path.Combine([Directory, .. parts]);

    internal Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.RunAsync("dotnet", [Program, .. arguments], Directory);

    internal Process Start(out StringBuilder output, params string[] arguments) =>
        CommandRun.Start("dotnet", [Program, .. arguments], Directory, out output, out _);

    public IReadOnlyList<JsonElement> JsonLines(params string[] parts)
    {
        string path = PathOf(parts);
        return File.Exists(path)
            ? [.. File.ReadAllLines(path).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement.Clone())]
            : [];
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
