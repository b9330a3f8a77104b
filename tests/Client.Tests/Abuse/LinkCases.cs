using System.Text.RegularExpressions;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Signed links that somebody has worked on.</summary>
internal static class LinkCases
{
    private static readonly (string Name, Func<string, string> Change)[] Changes =
    [
        ("without a signature", link => Regex.Replace(link, "&signature=.*", "")),
        ("with an empty signature", link => Regex.Replace(link, "signature=.*", "signature=")),
        ("without an end", link => Regex.Replace(link, @"expires=\d+&", "")),
        ("without a query", link => link.Split('?')[0]),
        ("with a later end", link => Regex.Replace(link, @"expires=\d+", "expires=9999999999")),
        ("with an end in the past", link => Regex.Replace(link, @"expires=\d+", "expires=1")),
        ("with an end that is none", link => Regex.Replace(link, @"expires=\d+", "expires=never")),
        ("with two ends", link => $"{link}&expires=9999999999"),
        ("with two signatures", link => $"{link}&signature=AAAA"),
        ("with a signature that is cut", link => link[..^1]),
        ("with a longer signature", link => $"{link}A"),
        ("with another signature", link => link[..^4] + (link.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA")),
        ("with a signature that is no text of one", link => Regex.Replace(link, "signature=.*", $"signature={new string('*', 43)}")),
        ("for another name", link => link.Replace(".png?", ".pnh?", StringComparison.Ordinal)),
        ("for another tenant's name", link => link.Replace("/abuse-owner/", "/abuse-stranger/", StringComparison.Ordinal)),
        ("for the key of links", link => Regex.Replace(link, @"/v1/blobs/[^?]*", "/v1/blobs/_links/key")),
        ("for a name that climbs", link => link.Replace("/v1/blobs/", "/v1/blobs/x/..%2f", StringComparison.Ordinal)),
        ("for a longer name", link => link.Replace(".png?", ".png/x?", StringComparison.Ordinal)),
    ];

    public static IEnumerable<AbuseCase> All =>
    [
        new("as it is, without a key", server => WireRequest.Get(server.Owner.Link).With("Authorization", null), 200),
        new("to be deleted", server => new WireRequest("DELETE", server.Owner.Link), 405),
        .. Changes.Select(change => new AbuseCase(change.Name, server => WireRequest.Get(change.Change(server.Owner.Link)), 403)),
    ];
}
