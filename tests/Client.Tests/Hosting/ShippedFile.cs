namespace JanusCluster.Client.Tests.Hosting;

/// <summary>The appsettings.json that ships with an executable.</summary>
internal static class ShippedFile
{
    public static string Of(string project)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "src", project, "appsettings.json");
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException($"src/{project}/appsettings.json is not above the test's folder.");
    }
}
