using System.Text;
using System.Text.Json;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Something of everything that a tenant can have.</summary>
/// <param name="Link">Path and query of a signed link to a picture.</param>
public sealed record Belongings(string Key, string Job, string File, string Batch, string Response, string Conversation, string Link, string Webhook)
{
    /// <summary>The job was made with it.</summary>
    internal const string JobKey = "the job's own";

    internal static async Task<Belongings> MakeAsync(string key, int webhookPort, Func<WireRequest, Task<WireAnswer>> send)
    {
        string job = await MakeAsync(WireRequest.Of("POST", "/v1/jobs", "text/plain", "a star\n"u8.ToArray()).With("Idempotency-Key", JobKey), 201, answer => answer.GetProperty("job").GetProperty("id"));
        string file = await MakeAsync(Upload("batch", "lines.jsonl", """{"custom_id": "a", "method": "POST", "url": "/v1/images/generations", "body": {"prompt": "a star"}}"""));
        string batch = await MakeAsync(WireRequest.Json("/v1/batches", $$"""{"input_file_id": "{{file}}", "endpoint": "/v1/images/generations", "completion_window": "1h"}"""));
        string response = await MakeAsync(WireRequest.Json("/v1/responses", """{"input": "Hello.", "max_output_tokens": 2}"""));
        string conversation = await MakeAsync(WireRequest.Json("/v1/conversations", """{"items": [{"role": "user", "content": "A secret."}]}"""));
        string link = await MakeAsync(WireRequest.Json("/v1/images/generations", """{"prompt": "a star"}"""), 200, answer => answer.GetProperty("data")[0].GetProperty("url"));
        string webhook = await MakeAsync(WireRequest.Json("/v1/webhooks", $$"""{"url": "http://127.0.0.1:{{webhookPort}}/", "events": ["batch.expired"]}"""), 201);
        return new Belongings(key, job, file, batch, response, conversation, new Uri(link).PathAndQuery, webhook);

        async Task<string> MakeAsync(WireRequest request, int status = 200, Func<JsonElement, JsonElement>? what = null)
        {
            WireAnswer answer = await send(request);
            Assert.True(answer.Status == status, answer.ToString());
            return (what?.Invoke(answer.Json) ?? answer.Json.GetProperty("id")).GetString()!;
        }
    }

    /// <summary>An upload whose parts are as they are given.</summary>
    internal static WireRequest Upload(string purpose, string name, string content) => UploadCases.Form(
        UploadCases.Part("purpose", purpose), UploadCases.FilePart(name, Encoding.UTF8.GetBytes(content)));
}
