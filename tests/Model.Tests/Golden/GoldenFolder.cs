namespace JanusCluster.Model.Tests.Golden;

/// <summary>The folder of golden vectors recorded from the reference implementation.</summary>
/// <remarks>The environment variable <c>JANUS_GOLDEN_DIR</c> names another folder of the same shape.</remarks>
internal static class GoldenFolder
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("JANUS_GOLDEN_DIR") is { Length: > 0 } named
        ? named
        : Find(AppContext.BaseDirectory);

    private static string Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            string candidate = System.IO.Path.Combine(folder.FullName, "tests", "golden", "janus-tiny");
            if (Directory.Exists(candidate))
                return candidate;
        }

        throw new DirectoryNotFoundException("tests/golden/janus-tiny lies beside no parent of the test's folder; set JANUS_GOLDEN_DIR.");
    }
}
