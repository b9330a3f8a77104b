using JanusCluster.Contracts;

namespace JanusCluster.Client.Input;

/// <summary>The bytes of a <c>data:</c> URI (RFC 2397) in base64, bounded before they are decoded.</summary>
internal static class DataUri
{
    public const string Scheme = "data:";
    private const string Base64Mark = ";base64";
    private const int LongestHead = 256;

    /// <exception cref="JanusException">It is none, or longer than <paramref name="maxBytes"/>.</exception>
    public static byte[] Decode(string uri, string field, int maxBytes)
    {
        int comma = uri.AsSpan(0, Math.Min(uri.Length, LongestHead)).IndexOf(',');
        if (comma < 0 || !uri.AsSpan(0, comma).EndsWith(Base64Mark, StringComparison.OrdinalIgnoreCase))
            throw JanusException.Invalid(field, $"{field} must be a data URI in base64, for example data:image/png;base64,…");
        ReadOnlySpan<char> text = uri.AsSpan(comma + 1);
        if (text.Length / 4L * 3 > maxBytes + 3L)
            throw JanusException.Invalid(field, $"{field} has more than {maxBytes} bytes.");
        byte[] bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(text, bytes, out int length)
            ? bytes[..length]
            : throw JanusException.Invalid(field, $"{field} is no valid base64.");
    }
}
