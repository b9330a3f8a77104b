using System.Text;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Files of requests of which no line can run, and ones that are too much.</summary>
internal static class JobCases
{
    private static readonly (string Line, string? Param)[] Lines =
    [
        ("hello", null), ("[]", null), ("5", null), ("null", null), ("{", null), ("{}", "prompt"), ("""{"prompt": 5}""", "prompt"), ("""{"prompt": null}""", "prompt"), ("""{"prompt": ""}""", "prompt"), ("""{"prompt": "\ud800"}""", "prompt"),
        ("""{"prompt": "x", "\ud800": 1}""", null), ("""{"\ud800": 1, "\udc00": 2}""", null), ("""{"prompt": "x", "prompt": "y"}""", null), ("""{"prompt": "x", "more": 1}""", "more"), ("""{"prompt": "x", "n": 0}""", "n"), ("""{"prompt": "x", "n": 65}""", "n"),
        ("""{"prompt": "x", "n": 1e9}""", "n"), ("""{"prompt": "x", "n": "1"}""", "n"), ("""{"prompt": "x", "seed": -1}""", "seed"), ("""{"prompt": "x", "seed": 9007199254740992}""", "seed"), ("""{"prompt": "x", "guidance": 1e999}""", "guidance"), ("""{"prompt": "x", "guidance": NaN}""", null),
        ("""{"prompt": "x", "temperature": -1}""", "temperature"), ("""{"prompt": "x", "top_p": 0}""", "top_p"), ("""{"prompt": "x", "top_k": -1}""", "top_k"), ("""{"prompt": "x", "custom_id": ""}""", "custom_id"), ("""{"prompt": "x", "custom_id": "\u0000"}""", "custom_id"), ("""{"prompt": "x", "custom_id": "\ud800"}""", "custom_id"),
        ("""{"prompt": "x", "custom_id": 5}""", "custom_id"), ("{\"prompt\": \"" + new string('x', 300_000) + "\"}", null), (new string('[', 100_000), null),
    ];

    public static IEnumerable<AbuseCase> All =>
    [
        .. Lines.Select((line, i) => new AbuseCase($"line {i} {(line.Line.Length < 60 ? line.Line : "…")}", Post(line.Line), 400, line.Param ?? "body")),
        new("no line", Post(""), 400, "body"),
        new("blank lines", Post("\n \n\r\n"), 400, "body"),
        new("60,000 prompts", Post(string.Concat(Enumerable.Range(0, 60_000).Select(_ => "x\n")), "text/plain"), 400, "file"),
        new("1,000 times 64 pictures", Post(string.Concat(Enumerable.Range(0, 1_000).Select(_ => "{\"prompt\": \"x\", \"n\": 64}\n"))), 400, "file"),
        new("17 MB of prompts", Post(string.Concat(Enumerable.Repeat(new string('x', 16_000) + "\n", 1_100)), "text/plain"), 400, "file"),
        new("a million bad lines", Post(string.Concat(Enumerable.Repeat("x\n", 1_000_000))), 400, "file"),
        new("30 MB without a newline", WireRequest.Of("POST", "/v1/jobs", "application/x-ndjson", new byte[1_000_000]) with { Repeat = 30 }, 400, "body"),
        new("bytes that are no text", WireRequest.Of("POST", "/v1/jobs", "text/plain", new byte[] { 0xff, 0xfe, (byte)'\n' }), 400, "body"),
        new("a prompt beyond the context", Post(new string('x', 16_385), "text/plain"), 400, "prompt"),
        new("another type", Post("x", "application/xml"), 415),
        new("gzip", Post("x").With("Content-Encoding", "gzip"), 415),
        new("no type", new WireRequest("POST", "/v1/jobs", "x"u8.ToArray()), 415),
        new("a petabyte that is told", Post("x").With("Content-Length", "1000000000000000"), 413),
    ];

    private static WireRequest Post(string lines, string type = "application/x-ndjson") => WireRequest.Of("POST", "/v1/jobs", type, Encoding.UTF8.GetBytes(lines));
}
