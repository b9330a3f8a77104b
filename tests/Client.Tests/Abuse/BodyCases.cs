using System.IO.Compression;
using System.Text;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Bodies that no endpoint takes, sent to every endpoint that takes JSON.</summary>
internal static class BodyCases
{
    private const string MayBeEmpty = "/v1/conversations";

    private static readonly (string Method, string Target)[] Endpoints =
    [
        ("POST", "/v1/chat/completions"), ("POST", "/v1/images/generations"), ("POST", "/v1/responses"), ("POST", "/v1/conversations"),
        ("POST", "/v1/batches"), ("PUT", "/v1/admin/tenants/abuse-body"), ("POST", "/v1/admin/tenants/abuse-body/keys"), ("POST", "/v1/webhooks"), ("POST", "/v1/admin/cluster/drain"),
    ];

    private static readonly (string Name, string Json, string? Param)[] Texts =
    [
        ("empty", "", null),
        ("blank", " \n\t", null),
        ("word", "hello", null),
        ("null", "null", null),
        ("number", "5", null),
        ("text", "\"{}\"", null),
        ("array", "[]", null),
        ("array of objects", "[{}]", null),
        ("cut in a name", "{\"mod", null),
        ("cut in a value", "{\"model\": \"x", null),
        ("cut before the end", "{\"model\": null", null),
        ("more behind the end", "{} {}", null),
        ("comment", "{/* x */}", null),
        ("trailing comma", "{\"model\": null,}", null),
        ("single quotes", "{'model': 'x'}", null),
        ("NaN", "{\"temperature\": NaN}", null),
        ("Infinity", "{\"temperature\": Infinity}", null),
        ("hexadecimal", "{\"n\": 0x10}", null),
        ("leading zero", "{\"n\": 01}", null),
        ("raw newline in text", "{\"user\": \"a\nb\"}", null),
        ("raw NUL in text", "{\"user\": \"a\0b\"}", null),
        ("bad escape", "{\"user\": \"\\x41\"}", null),
        ("unknown field", "{\"no_such_field\": 1}", "no_such_field"),
        ("prototype", "{\"__proto__\": {\"admin\": true}}", "__proto__"),
        ("type name", "{\"$type\": \"System.Diagnostics.Process\"}", "$type"),
        ("field in another case", "{\"METADATA\": {}}", "METADATA"),
        ("field twice", "{\"zz\": 1, \"zz\": 2}", "zz"),
        ("field twice, once escaped", "{\"zz\": 1, \"\\u007az\": 2}", "zz"),
        ("lone surrogate as a name", "{\"\\ud800\": 1}", null),
        ("lone surrogates as two names", "{\"\\ud800\": 1, \"\\udfff\": 2}", null),
        ("NUL as a name", "{\"\\u0000\": 1}", "\0"),
        ("empty name", "{\"\": 1}", ""),
        ("nested arrays", new string('[', 100_000), null),
        ("nested objects", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), null),
        ("nested beyond the limit, whole", $"{{\"a\": {new string('[', 40)}{new string(']', 40)}}}", null),
        ("very long name", $"{{\"{new string('n', 1_000_000)}\": 1}}", new string('n', 64)),
        ("name that is cut within a character", $"{{\"{new string('n', 63)}😀\": 1}}", new string('n', 63)),
        ("many fields", $"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"f{i}\":0"))}}}", "f0"),
    ];

    public static IEnumerable<AbuseCase> All => [.. Endpoints.SelectMany(Broken), .. Endpoints.SelectMany(Framed), .. Large];

    private static IEnumerable<AbuseCase> Broken((string Method, string Target) endpoint) => Texts.Where(text => text.Json.Length > 0 || endpoint.Target != MayBeEmpty).Select(text =>
        new AbuseCase($"{endpoint.Method} {endpoint.Target} {text.Name}", WireRequest.Json(endpoint.Target, text.Json, endpoint.Method), 400, text.Param));

    private static IEnumerable<AbuseCase> Framed((string Method, string Target) endpoint)
    {
        (string method, string target) = endpoint;
        byte[] json = "{\"user\": \"x\"}"u8.ToArray();
        yield return new($"{method} {target} no UTF-8", WireRequest.Of(method, target, "application/json", Encoding.Latin1.GetBytes("{\"zz\": \"\xff\xfe\"}")), 400, "zz");
        yield return new($"{method} {target} UTF-16", WireRequest.Of(method, target, "application/json; charset=utf-16", Encoding.Unicode.GetBytes("{}")), 400);
        yield return new($"{method} {target} gzip", WireRequest.Of(method, target, "application/json", Zip(json)).With("Content-Encoding", "gzip"), 415);
        yield return new($"{method} {target} said to be brotli", WireRequest.Of(method, target, "application/json", json).With("Content-Encoding", "br"), 415);
        yield return new($"{method} {target} text/plain", WireRequest.Of(method, target, "text/plain", json), 415);
        yield return new($"{method} {target} form", WireRequest.Of(method, target, "application/x-www-form-urlencoded", "user=x"u8.ToArray()), 415);
        yield return new($"{method} {target} XML", WireRequest.Of(method, target, "application/xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"u8.ToArray()), 415);
        yield return new($"{method} {target} type that is none", WireRequest.Of(method, target, ";;;", json), 415);
        yield return new($"{method} {target} no type", new WireRequest(method, target, json), 415);
    }

    private static IEnumerable<AbuseCase> Large
    {
        get
        {
            const string Chat = "/v1/chat/completions";
            string text = new('x', 10_000_000);
            byte[] chunk = [.. "10000\r\n"u8, .. new byte[0x10000], .. "\r\n"u8];
            yield return new("conversation of an empty body", WireRequest.Json(MayBeEmpty, ""), 200);
            yield return new("conversation without a body", new WireRequest("POST", MayBeEmpty), 200);
            yield return new("10 MB of text in chat", WireRequest.Json(Chat, $$"""{"messages": [{"role": "user", "content": "{{text}}"}]}"""), 400, "messages");
            yield return new("10 MB of text as a prompt", WireRequest.Json("/v1/images/generations", $$"""{"prompt": "{{text}}"}"""), 400, "prompt");
            yield return new("10 MB of text to a response", WireRequest.Json("/v1/responses", $$"""{"input": "{{text}}"}"""), 400, "input");
            yield return new("10 MB of text in a conversation", WireRequest.Json("/v1/conversations", $$"""{"items": [{"role": "user", "content": "{{text}}"}]}"""), 400, "items");
            yield return new("10 MB as the model's name", WireRequest.Json(Chat, $$"""{"model": "{{text}}", "messages": []}"""), 404, "model");
            yield return new("10 MB of digits", WireRequest.Json(Chat, $$"""{"seed": {{new string('1', 10_000_000)}}}"""), 400, "seed");
            yield return new("10 MB of blanks", WireRequest.Json(Chat, new string(' ', 10_000_000)), 400);
            yield return new("65 MB that are told", WireRequest.Of("POST", Chat, "application/json", new byte[1 << 20]) with { Repeat = 65 }, 413);
            yield return new("terabytes that are told", WireRequest.Json(Chat, "{").With("Content-Length", "4000000000000"), 413);
            yield return new("chunks without end", WireRequest.Of("POST", Chat, "application/json", chunk).With("Transfer-Encoding", "chunked") with { Repeat = int.MaxValue }, 413);
            yield return new("chunk of no length", WireRequest.Of("POST", Chat, "application/json", "zz\r\n{}\r\n0\r\n\r\n"u8.ToArray()).With("Transfer-Encoding", "chunked"), 400);
            yield return new("chunk of a negative length", WireRequest.Of("POST", Chat, "application/json", "-1\r\n{}\r\n0\r\n\r\n"u8.ToArray()).With("Transfer-Encoding", "chunked"), 400);
            yield return new("chunk longer than any", WireRequest.Of("POST", Chat, "application/json", "ffffffffffffffffffff\r\n{}"u8.ToArray()).With("Transfer-Encoding", "chunked"), 400, "body");
        }
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            zip.Write(bytes);
        return packed.ToArray();
    }
}
