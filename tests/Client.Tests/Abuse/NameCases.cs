namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Names that try to climb out of where they belong, wherever a name is taken.</summary>
internal static class NameCases
{
    /// <summary>Names that stay one part of the path.</summary>
    private static readonly string[] Names =
    [
        "..%2f..%2fetc%2fpasswd", "..%5c..%5cwindows", "%252e%252e%252f", "..%252f", "..%c0%af..", "....%2f%2f", "%2fetc%2fpasswd", "C:%5cx", "~root", ".hidden", "..;", "...", "a%0d%0aX-Injected:%20x", "%ff%fe",
        "a%20b", "*", "%3f", "%23", "%25", "%27%20OR%201=1", "%22", "%3cscript%3e", "$%7bjndi:ldap:%2f%2fx%7d", "{{7*7}}", "%e2%80%ae", "%f0%9f%98%80", "%ed%a0%80", "con", "nul.png", "-", "_", "abuse-owner%2fx", "..%2fabuse-owner",
    ];

    private static readonly (string Method, string Target, string Param)[] Endpoints =
    [
        ("GET", "/v1/jobs/NAME", "job"), ("GET", "/v1/jobs/NAME/items", "job"), ("GET", "/v1/jobs/NAME/manifest", "job"), ("GET", "/v1/jobs/NAME/events", "job"), ("POST", "/v1/jobs/NAME/cancel", "job"), ("DELETE", "/v1/jobs/NAME", "job"),
        ("GET", "/v1/files/NAME", "file"), ("GET", "/v1/files/NAME/content", "file"), ("DELETE", "/v1/files/NAME", "file"),
        ("GET", "/v1/batches/NAME", "batch"), ("POST", "/v1/batches/NAME/cancel", "batch"),
        ("GET", "/v1/responses/NAME", "id"), ("GET", "/v1/responses/NAME/input_items", "id"), ("POST", "/v1/responses/NAME/cancel", "id"), ("DELETE", "/v1/responses/NAME", "id"),
        ("GET", "/v1/conversations/NAME", "conversation"), ("GET", "/v1/conversations/NAME/items", "conversation"), ("DELETE", "/v1/conversations/NAME", "conversation"), ("GET", "/v1/models/NAME", "model"),
        ("GET", "/v1/webhooks/NAME", "webhook"), ("DELETE", "/v1/webhooks/NAME", "webhook"), ("POST", "/v1/webhooks/NAME/test", "webhook"),
    ];

    /// <summary>Paths that a server makes other ones of before it looks at them.</summary>
    private static readonly string[] Paths =
    [
        "/v1/jobs/../../etc/passwd", "/../../../../etc/passwd", "/v1/%2e%2e/%2e%2e/etc/passwd", "/v1/files/%2e%2e/%2e%2e/key", "/v1/blobs/../key", "//etc/passwd", "/v1//etc//passwd", "/v1/./././etc", "/v1/jobs/..;/..;/x", "/.git/config", "/.env", "/key",
        "/data/key", "/blobs/_links/key", "/v1/blob", "/admin", "/dashboard", "/v2/models", "/V1/../x", "/openapi/v2.json", "/openapi/..%2f..%2fkey", "/v1/blobs/%2e%2e/key",
    ];

    private static readonly string[] BlobNames =
    [
        "_links/key", "..%2f_links%2fkey", "_links%2fkey", "abuse-owner/jobs", "..%5ckey", "", "/", "a//b", "abuse-owner/images/x.png", "%ff", new('b', 600), "a/b/c/d/e/f/g/h/i/j",
    ];

    public static IEnumerable<AbuseCase> All =>
    [
        .. Endpoints.SelectMany(endpoint => Names.Select(name => new AbuseCase(
            $"{endpoint.Method} {endpoint.Target} {name}", new WireRequest(endpoint.Method, endpoint.Target.Replace("NAME", name, StringComparison.Ordinal)), 404, endpoint.Param))),
        .. Endpoints.Select(endpoint => new AbuseCase(
            $"{endpoint.Method} {endpoint.Target} of 5,000 characters", new WireRequest(endpoint.Method, endpoint.Target.Replace("NAME", new string('a', 5_000), StringComparison.Ordinal)), 404, endpoint.Param)),
        .. Endpoints.Select(endpoint => new AbuseCase(
            $"{endpoint.Method} {endpoint.Target} NUL", new WireRequest(endpoint.Method, endpoint.Target.Replace("NAME", "a%00b", StringComparison.Ordinal)), 400) { IsNoRequest = true }),
        .. Paths.Select(path => new AbuseCase($"GET {path}", WireRequest.Get(path), 404)),
        .. BlobNames.Select(name => new AbuseCase($"GET /v1/blobs/{name}", WireRequest.Get($"/v1/blobs/{name}?expires=9999999999&signature=AAAA"), 403)),
        new("GET the page about the API by another name", WireRequest.Get("/docs/%3cscript%3ealert(1)%3c%2fscript%3e"), 200),
        new("GET a path of NUL", WireRequest.Get("/%00"), 400) { IsNoRequest = true },
        new("GET a path that is no path", WireRequest.Get("v1/models"), 400) { IsNoRequest = true },
        new("GET another server", WireRequest.Get("http://169.254.169.254/latest/meta-data"), 400) { IsNoRequest = true },
        new("GET a star", WireRequest.Get("*"), 405) { IsNoRequest = true },
        .. new[] { "..%2f..", "a%2fb", ".a", "a%20b", "%ff", new('t', 65) }.Select(name => new AbuseCase($"tenant {name}", WireRequest.Get($"/v1/admin/tenants/{name}"), 400, "tenant")),
        .. new[] { "..%2f..", "a%2fb", "x", "AAAAAAAAAAAAAAAA" }.Select(key => new AbuseCase($"key {key}", new WireRequest("DELETE", $"/v1/admin/tenants/abuse-owner/keys/{key}"), 404, "key")),
        .. new[] { "..%2f..", "a%2fb", "a%00b", ".", "a%0ab" }.Select(id => new AbuseCase($"job id {id}", WireRequest.Of("POST", $"/v1/jobs?id={id}", "text/plain", "a star\n"u8.ToArray()), 400, "id")),
    ];
}
