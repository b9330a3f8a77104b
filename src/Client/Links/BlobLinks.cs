using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using JanusCluster.Client.Http;
using JanusCluster.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace JanusCluster.Client.Links;

/// <summary>Links to single blobs, good for a while and for whoever has them: the store's own, or signed ones of this front.</summary>
internal sealed class BlobLinks(IBlobStore blobs, LinkKey key, HttpSettings settings, TimeProvider time)
{
    public const string Path = "/v1/blobs/";
    private const string Expires = "expires=";

    public Task<string> CreateAsync(HttpContext context, string name) =>
        CreateAsync(RootOf(context), name, settings.LinkLifetime, context.RequestAborted);

    /// <param name="root">As <see cref="RootOf"/> tells it.</param>
    public async Task<string> CreateAsync(string root, string name, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (await blobs.CreateLinkAsync(name, lifetime, cancellationToken) is { } own)
            return own.AbsoluteUri;
        long expires = (time.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        string signature = Base64Url.EncodeToString(await SignAsync(name, expires, cancellationToken));
        return $"{root}{Path}{name}?{Expires}{expires}&signature={signature}";
    }

    /// <summary>Whether a link has the form of a front's own; a store's have their signature elsewhere.</summary>
    public static bool IsOwn(Uri link) =>
        link.AbsolutePath.Contains(Path, StringComparison.Ordinal) && link.Query.StartsWith($"?{Expires}", StringComparison.Ordinal);

    /// <summary>Where clients reach the fronts: as the operator says, or as this one has called.</summary>
    public string RootOf(HttpContext context) =>
        settings.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? UriHelper.BuildAbsolute(context.Request.Scheme, context.Request.Host, context.Request.PathBase).TrimEnd('/');

    /// <summary>Whether the link is one of ours and still good.</summary>
    public async Task<bool> IsGoodAsync(string name, long expires, string? signature, CancellationToken cancellationToken)
    {
        byte[] expected = await SignAsync(name, expires, cancellationToken);
        byte[] given = new byte[expected.Length];
        bool isWhole = signature is not null && signature.Length == Base64Url.GetEncodedLength(expected.Length)
            && Base64Url.IsValid(signature) && Base64Url.TryDecodeFromChars(signature, given, out int length) && length == expected.Length;
        return CryptographicOperations.FixedTimeEquals(given, expected) && isWhole && time.GetUtcNow().ToUnixTimeSeconds() < expires;
    }

    private async Task<byte[]> SignAsync(string name, long expires, CancellationToken cancellationToken) =>
        HMACSHA256.HashData(await key.GetAsync(cancellationToken), Encoding.UTF8.GetBytes($"{expires}\n{name}"));
}
