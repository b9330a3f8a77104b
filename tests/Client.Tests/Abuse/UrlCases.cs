namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Addresses that lead inside, of images and of webhooks. Where no host is allowed, none of them is even looked up.</summary>
internal static class UrlCases
{
    private static readonly string[] Urls =
    [
        "http://169.254.169.254/latest/meta-data/", "https://169.254.169.254/", "http://metadata.google.internal/", "http://localhost/x.png", "https://localhost:5080/v1/models", "http://127.0.0.1/x.png", "http://127.1/x.png", "http://2130706433/x.png",
        "http://0x7f000001/x.png", "http://0177.0.0.1/x.png", "http://0/x.png", "http://[::1]/x.png", "http://[::ffff:127.0.0.1]/x.png", "http://[fe80::1%25eth0]/x.png", "http://10.0.0.1/x.png", "http://192.168.0.1/x.png", "http://user:pass@example.com/x.png",
        "https://example.com@127.0.0.1/x.png", "https://127.0.0.1#@example.com/x.png", "https://example.com/x.png", "http://example.com/redirect?to=http://127.0.0.1", "https://example.com:22/x.png", "file:///etc/passwd", "file://localhost/etc/passwd", "ftp://127.0.0.1/x.png",
        "gopher://127.0.0.1:6379/_FLUSHALL", "dict://127.0.0.1:11211/stat", "ldap://127.0.0.1/x", "jar:http://127.0.0.1!/x", "javascript:alert(1)", "blob:null/x", "//127.0.0.1/x.png", "/etc/passwd", "../../etc/passwd", "C:\\\\x.png", "", " ", "http://", "https://\\u0000", "http://１２７.0.0.1/",
        "http://127。0。0。1/x.png", "abuse-owner/images/x.png", "file-0", "http:/\\u005c127.0.0.1/", " data:image/png;base64,AAAA",
    ];

    public static IEnumerable<AbuseCase> All =>
    [
        .. Urls.Select((url, i) => new AbuseCase(
            $"chat {i} {url}", WireRequest.Json("/v1/chat/completions", PictureCases.Chat(url)), 400, "messages[0].content[0].image_url")),
        .. Urls.Select((url, i) => new AbuseCase(
            $"response {i} {url}", WireRequest.Json("/v1/responses", PictureCases.Response(url)), 400, "input[0].content[0].image_url")),
        .. Urls.Select((url, i) => new AbuseCase($"webhook {i} {url}", WireRequest.Json("/v1/webhooks", $$"""{"url": "{{url}}"}"""), 400, "url")),
    ];
}
