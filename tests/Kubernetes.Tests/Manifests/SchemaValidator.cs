using System.Diagnostics;
using System.Text.Json.Nodes;
using k8s;

namespace JanusCluster.Kubernetes.Tests.Manifests;

/// <summary>
/// Two validators, since each sees what the other does not: the .NET client's strict reader (unknown fields, wrong types, bad
/// quantities) and the schemas of npm's kubernetes-models (fields that are missing).
/// </summary>
internal static class SchemaValidator
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Kinds that clusters learn from operators; the .NET client does not know them.</summary>
    private static readonly string[] Foreign = ["keda.sh/", "monitoring.coreos.com/"];

    /// <returns>What is wrong, by object; empty when nothing is.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(IReadOnlyList<JsonObject> objects)
    {
        var wrong = new List<string>();
        foreach (JsonObject one in objects.Where(one => !Foreign.Any(one["apiVersion"]!.ToString().StartsWith)))
        {
            try
            {
                Assert.Single(KubernetesYaml.LoadAllFromString(one.ToJsonString(), strict: true));
            }
            catch (Exception e)
            {
                wrong.Add($"{Name(one)}: {(e.InnerException ?? e).Message}");
            }
        }

        string[] answers = await AskNodeAsync(objects);
        wrong.AddRange(objects.Zip(answers).Where(pair => pair.Second != "ok").Select(pair => $"{Name(pair.First)}: {pair.Second}"));
        return wrong;
    }

    private static async Task<string[]> AskNodeAsync(IReadOnlyList<JsonObject> objects)
    {
        using Process node = Process.Start(new ProcessStartInfo("node", ["validate.mjs"])
        {
            WorkingDirectory = RepositoryFolder.Of("tests", "kubernetes-models"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> said = node.StandardOutput.ReadToEndAsync(), error = node.StandardError.ReadToEndAsync();
        foreach (JsonObject one in objects)
            await node.StandardInput.WriteLineAsync(one.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(node.ExitCode == 0, await error);
        string[] answers = (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(objects.Count, answers.Length);
        return answers;
    }

    private static string Name(JsonObject one) => $"{one["kind"]} {one["metadata"]?["name"]}";
}
