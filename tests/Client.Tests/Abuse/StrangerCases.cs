namespace JanusCluster.Client.Tests.Abuse;

/// <summary>What one tenant has does not exist for another, on every endpoint that takes an id.</summary>
internal static class StrangerCases
{
    private static readonly (string Method, string Target, string Param, Func<Belongings, string> Id)[] Endpoints =
    [
        ("GET", "/v1/jobs/ID", "job", own => own.Job), ("GET", "/v1/jobs/ID/items", "job", own => own.Job), ("GET", "/v1/jobs/ID/manifest", "job", own => own.Job), ("GET", "/v1/jobs/ID/events", "job", own => own.Job),
        ("POST", "/v1/jobs/ID/pause", "job", own => own.Job), ("POST", "/v1/jobs/ID/resume", "job", own => own.Job), ("POST", "/v1/jobs/ID/cancel", "job", own => own.Job), ("POST", "/v1/jobs/ID/retry", "job", own => own.Job), ("DELETE", "/v1/jobs/ID", "job", own => own.Job),
        ("GET", "/v1/files/ID", "file", own => own.File), ("GET", "/v1/files/ID/content", "file", own => own.File), ("DELETE", "/v1/files/ID", "file", own => own.File),
        ("GET", "/v1/batches/ID", "batch", own => own.Batch), ("POST", "/v1/batches/ID/cancel", "batch", own => own.Batch),
        ("GET", "/v1/responses/ID", "id", own => own.Response), ("GET", "/v1/responses/ID/input_items", "id", own => own.Response), ("POST", "/v1/responses/ID/cancel", "id", own => own.Response), ("DELETE", "/v1/responses/ID", "id", own => own.Response),
        ("GET", "/v1/conversations/ID", "conversation", own => own.Conversation), ("GET", "/v1/conversations/ID/items", "conversation", own => own.Conversation), ("DELETE", "/v1/conversations/ID", "conversation", own => own.Conversation),
        ("GET", "/v1/conversations/ID", "conversation", own => own.Response), ("GET", "/v1/conversations/ID/items", "conversation", own => own.Response), ("GET", "/v1/batches/ID", "batch", own => own.Job), ("GET", "/v1/jobs/ID", "job", own => own.Batch),
        ("GET", "/v1/webhooks/ID", "webhook", own => own.Webhook), ("DELETE", "/v1/webhooks/ID", "webhook", own => own.Webhook), ("POST", "/v1/webhooks/ID/test", "webhook", own => own.Webhook),
    ];

    private static readonly (string Name, string Target, string Json, int Status, string Param, Func<Belongings, string> Id)[] Bodies =
    [
        ("go on behind a response", "/v1/responses", """{"input": "What was said?", "previous_response_id": "ID"}""", 404, "previous_response_id", own => own.Response),
        ("go on in a conversation", "/v1/responses", """{"input": "What was said?", "conversation": "ID"}""", 404, "conversation", own => own.Conversation),
        ("see a file", "/v1/responses", """{"input": [{"role": "user", "content": [{"type": "input_image", "file_id": "ID"}]}]}""", 400, "input[0].content[0].file_id", own => own.File),
        ("put a file into a conversation", "/v1/conversations", """{"items": [{"role": "user", "content": [{"type": "input_image", "file_id": "ID"}]}]}""", 400, "items[0].content[0].file_id", own => own.File),
        ("run a file", "/v1/batches", """{"input_file_id": "ID", "endpoint": "/v1/images/generations", "completion_window": "1h"}""", 400, "input_file_id", own => own.File),
    ];

    private static readonly string[] Administration =
        ["GET /v1/admin/tenants", "GET /v1/admin/tenants/abuse-owner", "PUT /v1/admin/tenants/abuse-owner", "GET /v1/admin/tenants/abuse-owner/keys", "POST /v1/admin/tenants/abuse-owner/keys", "DELETE /v1/admin/tenants/abuse-owner/keys/AAAAAAAAAAAAAAAA", "GET /v1/admin/cluster", "POST /v1/admin/cluster/drain"];

    private static readonly string[] Generation =
    [
        "GET /v1/models", "GET /v1/models/x", "GET /v1/usage", "GET /v1/jobs", "GET /v1/files", "GET /v1/batches", "GET /v1/conversations", "GET /v1/webhooks", "POST /v1/webhooks", "POST /v1/chat/completions", "POST /v1/images/generations", "POST /v1/responses", "POST /v1/conversations", "POST /v1/jobs", "POST /v1/files",
        "POST /v1/batches", "DELETE /v1/files/file-0", "GET /v1/responses/resp_0",
    ];

    public static IEnumerable<AbuseCase> All =>
    [
        .. Endpoints.Select((endpoint, i) => new AbuseCase($"{endpoint.Method} {endpoint.Target} {i}", server => new WireRequest(
            endpoint.Method, endpoint.Target.Replace("ID", endpoint.Id(server.Owner), StringComparison.Ordinal)) with { Key = server.Stranger }, 404, endpoint.Param)),
        .. Bodies.Select(body => new AbuseCase(body.Name, server => WireRequest.Json(
            body.Target, body.Json.Replace("ID", body.Id(server.Owner), StringComparison.Ordinal)) with { Key = server.Stranger }, body.Status, body.Param)),
        .. Administration.Select(what => new AbuseCase($"{what} without the scope", server => Of(what) with { Key = server.Stranger }, 403)),
        .. Administration.Select(what => new AbuseCase($"{what} without a key", Of(what).With("Authorization", null), 401)),
        .. Generation.Select(what => new AbuseCase($"{what} with a key to administer", server => Of(what) with { Key = server.AdminOnly }, 403)),
        .. Generation.Select(what => new AbuseCase($"{what} without a key", Of(what).With("Authorization", null), 401)),
        .. Generation.Take(4).Select(what => new AbuseCase($"{what} with a revoked key", server => Of(what) with { Key = server.Revoked }, 401)),
        .. Generation.Take(4).Select(what => new AbuseCase($"{what} with an expired key", server => Of(what) with { Key = server.Expired }, 401)),
        new("files behind another's", server => WireRequest.Get($"/v1/files?after={server.Owner.File}") with { Key = server.Stranger }, 200),
        new("batches behind another's", server => WireRequest.Get($"/v1/batches?after={server.Owner.Batch}") with { Key = server.Stranger }, 400, "after"),
    ];

    private static WireRequest Of(string what) => new(what.Split(' ')[0], what.Split(' ')[1]);
}
