using System.Security.Cryptography;

namespace JanusCluster.Contracts.Webhooks;

/// <summary>The key that a webhook's deliveries are signed with, written as Standard Webhooks does: <c>whsec_BASE64</c>.</summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int Length = 32;

    public static string Draw() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));

    /// <exception cref="FormatException">It is no such text.</exception>
    public static byte[] KeyOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            ? Convert.FromBase64String(secret[Prefix.Length..])
            : throw new FormatException("The secret of a webhook begins with whsec_.");
    }
}
