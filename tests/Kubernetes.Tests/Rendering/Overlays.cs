using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;

namespace JanusCluster.Kubernetes.Tests.Rendering;

/// <summary>The overlays of this checkout, rendered.</summary>
internal static class Overlays
{
    private static readonly TimeSpan RenderTime = TimeSpan.FromMinutes(1);

    public static TheoryData<string> All => [.. Directory.GetDirectories(RepositoryFolder.Of("k8s", "overlays")).Select(folder => Path.GetFileName(folder)!).Order()];

    /// <summary>By kubectl where there is one, or else by <see cref="Kustomization"/>; a test holds the two to each other.</summary>
    public static IReadOnlyList<JsonObject> Render(string name) => RenderByKubectl(name) ?? RenderHere(name);

    public static IReadOnlyList<JsonObject> RenderHere(string name) => Kustomization.Render(FolderOf(name));

    /// <returns>Null where there is no kubectl.</returns>
    public static IReadOnlyList<JsonObject>? RenderByKubectl(string name)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", FolderOf(name)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (process)
        {
            Task<string> error = process.StandardError.ReadToEndAsync();
            string yaml = process.StandardOutput.ReadToEnd();
            Assert.True(process.WaitForExit(RenderTime), "kubectl does not end");
            Assert.True(process.ExitCode == 0, error.GetAwaiter().GetResult());
            return YamlDocuments.Parse(yaml);
        }
    }

    private static string FolderOf(string name) => RepositoryFolder.Of("k8s", "overlays", name);
}
