using System.Text.RegularExpressions;

namespace JanusCluster.EndToEnd.Tests.Repository;

/// <summary>The README's tree is what is on the disk.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Tree_Folders_AreThoseOnTheDisk()
    {
        string[] named = [.. TreeLine().Matches(File.ReadAllText(RepositoryRoot.Of("README.md"))).Select(line => line.Groups[1].Value)];
        Assert.All(named, folder => Assert.True(Directory.Exists(RepositoryRoot.Of(folder)), $"{folder} is not there"));
        string[] projects = [.. Directory.GetDirectories(RepositoryRoot.Of("src")).Select(folder => $"src/{Path.GetFileName(folder)}/")];
        Assert.Equal(projects.Order(), named.Where(folder => folder.StartsWith("src/", StringComparison.Ordinal)).Order());
    }

    [GeneratedRegex(@"^([a-zA-Z/]+/) {2,}\S", RegexOptions.Multiline)]
    private static partial Regex TreeLine();
}
