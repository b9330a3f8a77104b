using System.Text.RegularExpressions;

namespace JanusCluster.Storage;

/// <summary>
/// Names of blobs: 1 to <see cref="MaxSegments"/> segments joined by '/', each 1 to <see cref="MaxSegmentLength"/>
/// letters, digits, '.', '_' and '-'. No segment begins with '.', so a name can neither climb out of its store nor
/// meet a store's own files.
/// </summary>
public static partial class BlobName
{
    public const int MaxLength = 512;
    public const int MaxSegments = 8;
    public const int MaxSegmentLength = 128;

    public static bool IsValid(string? name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxLength)
            return false;
        string[] segments = name.Split('/');
        return segments.Length <= MaxSegments && segments.All(segment => Segment().IsMatch(segment));
    }

    /// <exception cref="ArgumentException">The name is not valid.</exception>
    public static string Validate(string? name) => IsValid(name)
        ? name!
        : throw new ArgumentException(
            $"'{name?[..Math.Min(name.Length, 80)]}' is not a blob name: segments of letters, digits, '.', '_' and '-' joined by '/', none beginning with '.'.",
            nameof(name));

    [GeneratedRegex(@"\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Segment();
}
