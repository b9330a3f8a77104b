namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Methods that endpoints do not take, and queries beyond their ranges.</summary>
internal static class MethodCases
{
    private static readonly (string Target, string[] Takes)[] Endpoints =
    [
        ("/v1/models", ["GET"]), ("/v1/models/x", ["GET"]), ("/v1/images/generations", ["POST"]), ("/v1/chat/completions", ["POST"]), ("/v1/responses", ["POST"]), ("/v1/responses/x", ["GET", "DELETE"]), ("/v1/responses/x/input_items", ["GET"]),
        ("/v1/conversations", ["GET", "POST"]), ("/v1/conversations/x", ["GET", "DELETE"]), ("/v1/conversations/x/items", ["GET"]), ("/v1/jobs", ["GET", "POST"]), ("/v1/jobs/x", ["GET", "DELETE"]), ("/v1/jobs/x/events", ["GET"]), ("/v1/jobs/x/pause", ["POST"]),
        ("/v1/files", ["GET", "POST"]), ("/v1/files/x", ["GET", "DELETE"]), ("/v1/files/x/content", ["GET"]), ("/v1/batches", ["GET", "POST"]), ("/v1/batches/x", ["GET"]), ("/v1/batches/x/cancel", ["POST"]), ("/v1/usage", ["GET"]),
        ("/v1/admin/tenants", ["GET"]), ("/v1/admin/tenants/x", ["GET", "PUT"]), ("/v1/admin/tenants/x/keys", ["GET", "POST"]), ("/v1/admin/tenants/x/keys/x", ["DELETE"]), ("/v1/webhooks", ["GET", "POST"]), ("/v1/webhooks/x", ["GET", "DELETE"]), ("/v1/webhooks/x/test", ["POST"]), ("/v1/admin/cluster", ["GET"]), ("/v1/admin/cluster/drain", ["POST"]), ("/v1/blobs/x", ["GET"]), ("/openapi/v1.json", ["GET"]),
    ];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "FOO"];

    private static readonly (string Target, string Param)[] Queries =
    [
        .. Of("/v1/jobs", "limit", "0", "-1", "1000", "99999999999", "x", "", "1.5", "1e2", "0x10", "%00", "1;2"), .. Of("/v1/jobs", "offset", "-1", "2147483647", "x"),
        .. Of("/v1/files", "limit", "0", "10001", "x"), .. Of("/v1/files", "purpose", "x", "BATCH", "0"), .. Of("/v1/files", "order", "up", "ASC"), .. Of("/v1/files", "after", "..%2f..", "a%2fb", ".a", new('a', 65)),
        .. Of("/v1/batches", "limit", "0", "101", "x"), .. Of("/v1/batches", "after", "..%2f..", "%00", "none"), .. Of("/v1/conversations", "limit", "0", "101"), .. Of("/v1/conversations", "offset", "-1", "x"),
        .. Of("/v1/admin/tenants", "limit", "0", "1000", "x"), .. Of("/v1/admin/tenants", "after", "..%2f..", "a%20b"),
    ];

    private static readonly (string Query, string Param)[] Jobs =
    [
        .. new[] { "0", "-1", "2592001", "x", "1.5", "99999999999" }.Select(value => ($"expires_in={value}", "expires_in")), .. new[] { "fast", "BULK", "0" }.Select(value => ($"class={value}", "class")),
        .. new[] { new string('n', 201), "a%00b", "a%0ab" }.Select(value => ($"name={value}", "name")), ("model=none", "model"), ("model=..%2fx", "model"),
    ];

    public static IEnumerable<AbuseCase> All =>
    [
        .. Endpoints.SelectMany(endpoint => Methods.Except(endpoint.Takes).Select(method => new AbuseCase($"{method} {endpoint.Target}", new WireRequest(method, endpoint.Target), 405))),
        new("get in lower case", new WireRequest("get", "/v1/models"), 200),
        new("CONNECT to another server", new WireRequest("CONNECT", "127.0.0.1:6379"), 400) { IsNoRequest = true },
        .. Queries.Select(query => new AbuseCase($"GET {query.Target}", WireRequest.Get(query.Target), 400, query.Param)),
        .. Jobs.Select(query => new AbuseCase(
            $"POST /v1/jobs?{query.Query}", WireRequest.Of("POST", $"/v1/jobs?{query.Query}", "text/plain", "a star\n"u8.ToArray()), query.Param == "model" ? 404 : 400, query.Param)),
        .. new[] { "limit=0", "limit=1001", "offset=-1", "offset=50001" }.Select(query => new AbuseCase(
            $"items?{query}", server => WireRequest.Get($"/v1/jobs/{server.Owner.Job}/items?{query}") with { Key = server.Owner.Key }, 400, query.Split('=')[0])),
        .. new[] { "limit=0", "limit=101", "after=msg_x_0", "after=", "order=sideways" }.Select(query => new AbuseCase(
            $"messages?{query}", server => WireRequest.Get($"/v1/conversations/{server.Owner.Conversation}/items?{query}") with { Key = server.Owner.Key }, 400, query.Split('=')[0])),
        new("a response of a conversation, deleted", server => new WireRequest("DELETE", $"/v1/responses/{server.Owner.Conversation.Replace("conv_", "resp_", StringComparison.Ordinal)}_1") with { Key = server.Owner.Key }, 404, "id"),
        new("many parameters", WireRequest.Get($"/v1/models?{string.Join('&', Enumerable.Range(0, 1_500).Select(i => $"a{i}"))}"), 200),
    ];

    private static IEnumerable<(string, string)> Of(string target, string param, params string[] values) =>
        values.Select(value => ($"{target}?{param}={value}", param));
}
