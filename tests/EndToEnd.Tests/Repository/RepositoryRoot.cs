namespace JanusCluster.EndToEnd.Tests.Repository;

/// <summary>The checkout that the tests run from.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string Of(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(at.FullName, "JanusCluster.sln")))
                return at.FullName;
        }

        throw new DirectoryNotFoundException("JanusCluster.sln is not above the test's folder.");
    }
}
