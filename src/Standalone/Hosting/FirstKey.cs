using System.Security.Cryptography;

namespace JanusCluster.Standalone.Hosting;

/// <summary>The key that a data folder's owner works with over HTTP: drawn once, kept in a file for its owner only.</summary>
internal static class FirstKey
{
    private const int Bytes = 32;

    /// <returns>Path of the file, and the key in it.</returns>
    public static (string Path, string Key) Find(DataFolder data)
    {
        string path = Path.Combine(data.Path, "key");
        if (!File.Exists(path))
            Write(path, $"jk-local-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes))}");
        return (path, File.ReadAllText(path).Trim());
    }

    private static void Write(string path, string key)
    {
        string next = $"{path}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(next, options))
            file.WriteLine(key);
        File.Move(next, path);
    }
}
