using System.Text.RegularExpressions;

namespace JanusCluster.Client.Hub;

internal enum HashKind
{
    /// <summary>SHA-256 of the content, as Git LFS names large files.</summary>
    Sha256,

    /// <summary>SHA-1 of <c>blob SIZE\0</c> and the content, as git names ordinary files.</summary>
    GitBlob,
}

/// <summary>What a file's content must hash to.</summary>
/// <param name="Hex">In lower case.</param>
internal sealed partial record ContentHash(HashKind Kind, string Hex)
{
    /// <returns>Null when the hub names none that is known.</returns>
    public static ContentHash? Of(TreeEntry entry) => entry switch
    {
        { Lfs.Oid: { } oid } => Sha256().IsMatch(oid) ? new ContentHash(HashKind.Sha256, oid) : null,
        { Oid: { } oid } => Sha1().IsMatch(oid) ? new ContentHash(HashKind.GitBlob, oid) : null,
        _ => null,
    };

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256();

    [GeneratedRegex(@"\A[0-9a-f]{40}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sha1();
}
