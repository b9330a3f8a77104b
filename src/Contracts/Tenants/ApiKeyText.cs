using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace JanusCluster.Contracts.Tenants;

/// <summary>The text of a key: <c>jk-ID-SECRET</c>, an id of 16 and a secret of 43 letters and digits (256 bits).</summary>
public static partial class ApiKeyText
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 16;
    private const int SecretLength = 43;

    /// <summary>A new id and secret.</summary>
    public static (string Id, string Text) Draw()
    {
        string id = RandomNumberGenerator.GetString(Alphabet, IdLength);
        return (id, $"jk-{id}-{RandomNumberGenerator.GetString(Alphabet, SecretLength)}");
    }

    /// <returns>False when the text is no key.</returns>
    public static bool TryParse(string? text, out string id, out byte[] secretHash)
    {
        Match match = Form().Match(text ?? "");
        (id, secretHash) = match.Success
            ? (match.Groups[1].Value, SHA256.HashData(Encoding.ASCII.GetBytes(match.Groups[2].Value)))
            : ("", []);
        return match.Success;
    }

    public static bool IsId(string? id) => id is { Length: IdLength } && id.All(char.IsAsciiLetterOrDigit);

    [GeneratedRegex(@"\Ajk-([A-Za-z0-9]{16})-([A-Za-z0-9]{43})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
