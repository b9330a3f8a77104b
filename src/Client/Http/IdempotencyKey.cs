using JanusCluster.Contracts;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Http;

/// <summary>The header by which a request that is sent again is known to be the same one.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 256;

    /// <returns>Null where there is none.</returns>
    /// <exception cref="JanusException">It is too long.</exception>
    public static string? Read(HttpContext context)
    {
        string key = context.Request.Headers[Header].ToString();
        if (key.Length > MaxLength)
            throw JanusException.Invalid(Header, $"{Header} must have at most {MaxLength} characters.");
        return key.Length == 0 ? null : key;
    }
}
