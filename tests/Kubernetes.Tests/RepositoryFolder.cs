namespace JanusCluster.Kubernetes.Tests;

/// <summary>The checkout that the tests run from.</summary>
internal static class RepositoryFolder
{
    private static readonly string Root = Find();

    public static string Of(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "JanusCluster.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException("JanusCluster.sln is not above the test's folder.");
    }
}
