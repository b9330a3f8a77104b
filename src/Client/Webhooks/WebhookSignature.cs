using System.Security.Cryptography;
using System.Text;
using JanusCluster.Contracts.Webhooks;

namespace JanusCluster.Client.Webhooks;

/// <summary>Signatures as Standard Webhooks has them: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
/// <remarks>https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md</remarks>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id", TimestampHeader = "webhook-timestamp", SignatureHeader = "webhook-signature";

    /// <param name="secret">As <see cref="WebhookSecret"/> writes it.</param>
    /// <param name="timestamp">Seconds since 1970.</param>
    public static string Of(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, WebhookSecret.KeyOf(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hmac.AppendData(body);
        return $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}";
    }
}
