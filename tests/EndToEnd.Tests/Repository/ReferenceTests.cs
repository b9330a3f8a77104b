using System.Reflection;

namespace JanusCluster.EndToEnd.Tests.Repository;

/// <summary>References go one way, and the front ships without libtorch.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("Contracts", "")]
    [InlineData("Storage", "")]
    [InlineData("Imaging", "")]
    [InlineData("Hosting", "")]
    [InlineData("Model", "Imaging")]
    [InlineData("Silo", "Contracts Hosting Imaging Model Storage")]
    [InlineData("Evaluation", "Imaging")]
    [InlineData("Client", "Contracts Evaluation Hosting Imaging Storage")]
    [InlineData("Bench", "Client Contracts Hosting Imaging Model Silo Storage")]
    public void Project_References_OnlyWhatItsPlaceAllows(string project, string allowed)
    {
        string[] used = [.. Load(project).GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => name.StartsWith("JanusCluster.", StringComparison.Ordinal)).Select(name => name["JanusCluster.".Length..])];
        Assert.Subset(allowed.Split(' ').ToHashSet(), used.ToHashSet());
    }

    [Theory]
    [InlineData("Contracts", "TorchSharp", "SkiaSharp", "StackExchange.Redis", "Azure", "Microsoft.AspNetCore")]
    [InlineData("Imaging", "TorchSharp", "Orleans", "Microsoft.AspNetCore")]
    [InlineData("Storage", "TorchSharp", "Orleans", "Microsoft.AspNetCore")]
    [InlineData("Evaluation", "TorchSharp", "Orleans", "SkiaSharp", "Microsoft.AspNetCore")]
    [InlineData("Hosting", "TorchSharp", "Orleans")]
    [InlineData("Model", "Orleans", "Microsoft.AspNetCore", "Microsoft.Extensions.Logging", "OpenTelemetry", "System.Diagnostics.DiagnosticSource")]
    [InlineData("Client", "TorchSharp", "Orleans.Runtime", "Microsoft.Orleans.Server")]
    public void Project_Packages_KeepsOut(string project, params string[] forbidden) =>
        Assert.DoesNotContain(
            Load(project).GetReferencedAssemblies(),
            name => forbidden.Any(prefix => name.Name!.StartsWith(prefix, StringComparison.Ordinal)));

    private static Assembly Load(string project) => Assembly.Load($"JanusCluster.{project}");
}
