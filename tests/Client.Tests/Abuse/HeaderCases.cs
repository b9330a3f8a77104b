namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Odd and hostile headers and request lines.</summary>
internal static class HeaderCases
{
    private static readonly WireRequest Models = WireRequest.Get("/v1/models");
    private static readonly WireRequest Chat = WireRequest.Json("/v1/chat/completions", """{"messages": [{"role": "user", "content": "Hello."}], "max_tokens": 1}""");
    private static readonly WireRequest Job = WireRequest.Of("POST", "/v1/jobs", "text/plain", "a star\n"u8.ToArray());

    public static IEnumerable<AbuseCase> All =>
    [
        .. Authorizations.Select(header => new AbuseCase($"Authorization: {Shorten(header)}", Models.With("Authorization", header), 401)),
        new("no Authorization", Models.With("Authorization", null), 401),
        new("two keys", server => Models.And("Authorization", $"Bearer {server.Stranger}").And("Authorization", $"Bearer {server.Stranger}"), 401),
        new("key in the query", server => WireRequest.Get($"/v1/models?api_key={server.Stranger}").With("Authorization", null), 401),
        new("key in another header", server => Models.With("Authorization", null).With("X-Api-Key", server.Stranger), 401),
        new("key in a cookie", server => Models.With("Authorization", null).With("Cookie", $"Authorization=Bearer {server.Stranger}"), 401),
        new("scheme in capitals", server => Models.With("Authorization", $"BEARER {server.Stranger}"), 200),
        new("key with blanks around it", server => Models.With("Authorization", $"Bearer   {server.Stranger}  "), 200),
        new("key in lower case", server => Models with { Key = server.Stranger.ToLowerInvariant() }, 401),
        new("key that is cut", server => Models with { Key = server.Stranger[..^1] }, 401),
        new("key with one character more", server => Models with { Key = $"{server.Stranger}0" }, 401),
        new("key with another secret", server => Models with { Key = server.Stranger[..20] + server.Owner.Key[20..] }, 401),

        new("job with a long Idempotency-Key", Job.With("Idempotency-Key", new string('k', 257)), 400, "Idempotency-Key"),
        new("batch with a long Idempotency-Key", WireRequest.Json("/v1/batches", """{"input_file_id": "file-0", "endpoint": "/v1/images/generations", "completion_window": "1h"}""").With("Idempotency-Key", new string('k', 10_000)), 400, "Idempotency-Key"),
        new("Idempotency-Key that climbs", Job.With("Idempotency-Key", "../../etc/passwd"), 201),
        new("Idempotency-Key of another job", server => Job.With("Idempotency-Key", Belongings.JobKey) with { Key = server.Owner.Key, Body = "another star\n"u8.ToArray() }, 409, "job"),
        new("Idempotency-Key in UTF-8", Job.With("Idempotency-Key", "Ã¼Ã¼"), 201),
        new("two Idempotency-Keys", Job.And("Idempotency-Key", "a").And("Idempotency-Key", "b"), 201),

        new("no Host", Models.With("Host", null), 400) { IsNoRequest = true },
        new("two Hosts", Models.And("Host", "a").And("Host", "b"), 400) { IsNoRequest = true },
        new("Host with a path", Models.With("Host", "a/../b"), 400) { IsNoRequest = true },
        new("Host with a user", Models.With("Host", "user@a"), 400) { IsNoRequest = true },
        new("Host with a blank", Models.With("Host", "a b"), 400) { IsNoRequest = true },
        new("another Host", Models.With("Host", "metadata.google.internal"), 200),
        new("another Host, forwarded", Models.With("X-Forwarded-Host", "evil.example").With("X-Forwarded-Proto", "gopher").With("Forwarded", "host=evil.example"), 200),
        new("forwarded from this machine", Models.With("X-Forwarded-For", "127.0.0.1").With("X-Real-IP", "127.0.0.1").With("Authorization", null), 401),
        new("another path, rewritten", WireRequest.Get("/v1/models").With("X-Original-URL", "/v1/admin/tenants").With("X-Rewrite-URL", "/v1/admin/tenants"), 200),
        new("another method, overridden", WireRequest.Get("/v1/models").With("X-HTTP-Method-Override", "DELETE"), 200),

        new("header of 40 KB", Models.With("X-Long", new string('h', 40_000)), 431) { IsNoRequest = true },
        new("500 headers", Models with { Headers = [.. Enumerable.Range(0, 500).Select(i => ($"X-{i}", (string?)"x"))] }, 431) { IsNoRequest = true },
        new("request line of 20 KB", WireRequest.Get($"/v1/models?{new string('q', 20_000)}"), 414) { IsNoRequest = true },
        new("header without a name", Models.And("", "x"), 400) { IsNoRequest = true },
        new("header with a NUL", Models.And("X-Nul", "a\0b"), 400) { IsNoRequest = true },
        new("header folded", Models.And("X-Folded", "a\r\n b"), 400) { IsNoRequest = true },
        new("header that ends in a bare newline", Models.And("X-Bare", "a\nX-Next: b"), 200),
        new("header that is no UTF-8", Models.And("X-Bytes", "\xff\xfe"), 400) { IsNoRequest = true },
        new("two lengths", Chat.And("Content-Length", "2").And("Content-Length", "3"), 400) { IsNoRequest = true },
        new("length that is none", Chat.With("Content-Length", "x"), 400) { IsNoRequest = true },
        new("negative length", Chat.With("Content-Length", "-1"), 400) { IsNoRequest = true },
        new("length and chunks", Chat.With("Content-Length", "2").And("Transfer-Encoding", "chunked"), 400),
        new("another transfer encoding", Chat.With("Transfer-Encoding", "gzip"), 400) { IsNoRequest = true },
        new("HTTP/0.9", Models with { Version = "HTTP/0.9" }, 505) { IsNoRequest = true },
        new("HTTP/9.9", Models with { Version = "HTTP/9.9" }, 505) { IsNoRequest = true },
        new("HTTP/1.0 without a Host", WireRequest.Get("/v1/models").With("Host", null) with { Version = "HTTP/1.0" }, 200),
        new("an upgrade", Models.With("Connection", "Upgrade, close").With("Upgrade", "websocket"), 200),
        new("an expectation", Chat.With("Expect", "200-ok"), 200),
        new("Accept of nothing that there is", Models.With("Accept", "image/tiff;q=x"), 200),
        new("a range of an answer", Models.With("Range", "bytes=0-99999999999999999999"), 200),
        new("origin of another site", Models.With("Origin", "https://evil.example"), 200),
        new("trace that is none", Models.With("traceparent", "00-zz-zz-zz"), 200),
    ];

    private static IEnumerable<string> Authorizations =>
    [
        "", "Bearer", "Bearer ", "Bearer  ", "Basic dXNlcjpwYXNz", "Basic", "Digest username=\"x\"", "Token x", "Bearer null", "Bearer undefined", "Bearer ${JANUS_API_KEY}", "Bearer sk-1234",
        "Bearer jk-", "Bearer jk-local-", "Bearer ' OR '1'='1", "Bearer ../../key", "Bearer *", "jk-AAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Bearer jk-AAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Bearer jk-AAAAAAAAAAAAAAAA-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,Bearer x", $"Bearer {new string('k', 600)}", $"Bearer {new string('k', 20_000)}", "Bearer\tx",
    ];

    private static string Shorten(string text) => text.Length <= 60 ? text : $"{text[..50]}…({text.Length})";
}
