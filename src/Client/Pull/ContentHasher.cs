using System.Security.Cryptography;
using System.Text;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Hashes what is on the disk, which is what will be loaded, rather than what came.</summary>
internal static class ContentHasher
{
    /// <returns>The hash in lower-case hex.</returns>
    public static async Task<string> ComputeAsync(string path, HashKind kind, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        using var hash = IncrementalHash.CreateHash(kind == HashKind.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (kind == HashKind.GitBlob)
            hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Length}\0"));
        byte[] buffer = new byte[1 << 20];
        while (await file.ReadAsync(buffer, cancellationToken) is > 0 and int count)
            hash.AppendData(buffer.AsSpan(0, count));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
