using System.Security.Cryptography;
using System.Text;

namespace JanusCluster.Client.Tests.Pull;

/// <summary>A file of a <see cref="FakeHub"/>, and what is said of it.</summary>
/// <param name="IsLarge">It is known by its SHA-256.</param>
internal sealed record FakeFile(byte[] Content, bool IsLarge = false)
{
    /// <summary>Default: the content's.</summary>
    public long? Size { get; init; }

    /// <summary>Default: the content's.</summary>
    public string? Hash { get; init; }

    public static FakeFile Text(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Its line of the tree.</summary>
    public object Describe(string path)
    {
        long size = Size ?? Content.Length;
        return IsLarge
            ? new { type = "file", path, size = 134, oid = new string('a', 40), lfs = new { oid = Hash ?? Convert.ToHexStringLower(SHA256.HashData(Content)), size, pointerSize = 134 } }
            : new { type = "file", path, size, oid = Hash ?? GitHash(Content) };
    }

    private static string GitHash(byte[] content) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.SHA1, (byte[])[.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
}
