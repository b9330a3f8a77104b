using System.Text;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Forms that are damaged, wrong or hostile, and files that are not what their purpose says.</summary>
internal static class UploadCases
{
    private const string Boundary = "line";
    private static readonly byte[] Text = "content"u8.ToArray();
    private static readonly byte[] Purpose = Part("purpose", "user_data");

    private static readonly string[] HarmlessNames =
        ["../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "..", ".", "a/", "con", "a.png;rm -rf", "<script>", "a\"; filename*=UTF-8''b", "%2e%2e%2f", "%00", ".htaccess"];

    public static IEnumerable<AbuseCase> All =>
    [
        .. HarmlessNames.Select(name => new AbuseCase($"name {name}", Form(Purpose, FilePart(name.Replace("\"", "\\\"", StringComparison.Ordinal), Text)), 200)),
        new("name with a control character", Form(Purpose, FilePart("a\tb", Text)), 400, "file"),
        new("name of 300 characters", Form(Purpose, FilePart(new string('n', 300), Text)), 400, "file"),
        new("name in bytes that are no text", Form(Purpose, Bytes("Content-Disposition: form-data; name=\"file\"; filename=\"\xff\xfe\"\r\n\r\nx\r\n")), 200),
        new("no file", Form(Purpose), 400, "file"),
        new("no purpose", Form(FilePart("a", Text)), 400, "purpose"),
        new("two files", Form(Purpose, FilePart("a", Text), FilePart("b", Text)), 400, "file"),
        new("two purposes", Form(Purpose, Purpose, FilePart("a", Text)), 400, "purpose"),
        new("empty form", Form(), 400, "file"),
        new("empty file", Form(Purpose, FilePart("a", [])), 200),
        new("empty body", WireRequest.Of("POST", "/v1/files", $"multipart/form-data; boundary={Boundary}", Array.Empty<byte>()), 400, "body"),
        new("another boundary", Form(Purpose, FilePart("a", Text)).With("Content-Type", "multipart/form-data; boundary=other"), 400, "body"),
        new("no boundary", Form(Purpose).With("Content-Type", "multipart/form-data"), 400, "body"),
        new("empty boundary", Form(Purpose).With("Content-Type", "multipart/form-data; boundary="), 400, "body"),
        new("long boundary", Form(Purpose).With("Content-Type", $"multipart/form-data; boundary={new string('b', 200)}"), 400, "body"),
        new("JSON", WireRequest.Json("/v1/files", """{"purpose": "batch"}"""), 415),
        new("a form of pairs", WireRequest.Of("POST", "/v1/files", "application/x-www-form-urlencoded", "purpose=batch"u8.ToArray()), 415),
        new("no type", new WireRequest("POST", "/v1/files", Text), 415),
        new("gzip", Form(Purpose, FilePart("a", Text)).With("Content-Encoding", "gzip"), 415),
        new("cut short", Cut(Form(Purpose, FilePart("a", Text)), 20), 400, "body"),
        new("cut in a header", Cut(Form(Purpose, FilePart("a", Text)), 60), 400, "body"),
        new("part without a name", Form(Bytes("Content-Disposition: form-data\r\n\r\nx\r\n")), 400, "body"),
        new("part without a header", Form(Bytes("\r\nx\r\n")), 400, "body"),
        new("part that is an attachment", Form(Bytes("Content-Disposition: attachment; filename=\"a\"\r\n\r\nx\r\n")), 400, "body"),
        new("20 fields", Form([.. Enumerable.Range(0, 20).Select(i => Part($"f{i}", "x"))]), 400, "body"),
        new("field of 10 MB", Form(Part("purpose", new string('p', 10_000_000))), 400, "purpose"),
        new("header of 1 MB in a part", Form(Bytes($"Content-Disposition: form-data; name=\"file\"; filename=\"{new string('h', 1_000_000)}\"\r\n\r\nx\r\n")), 400, "body"),
        new("1,000 headers in a part", Form(Bytes($"{string.Concat(Enumerable.Range(0, 1_000).Select(i => $"X-{i}: x\r\n"))}\r\nx\r\n")), 400, "body"),
        new("unknown field", Form(Purpose, Part("tenant", "other"), FilePart("a", Text)), 400, "tenant"),
        new("field of a lone byte", Form(Bytes("Content-Disposition: form-data; name=\"purpose\"\r\n\r\n\xff\r\n"), FilePart("a", Text)), 400, "purpose"),
        new("a terabyte that is told", Form(Purpose).With("Content-Length", "1000000000000"), 413),
        .. new[] { "", "x", "BATCH", "0", "fine-tune", "batch_output", "assistants" }.Select(purpose => new AbuseCase($"purpose {purpose}", Form(Part("purpose", purpose), FilePart("a", Text)), 400, "purpose")),
        .. new[] { "0", "-1", "3599", "2592001", "x", "1e4", "99999999999" }.Select(seconds => new AbuseCase(
            $"expires after {seconds}", Form(Purpose, Part("expires_after[anchor]", "created_at"), Part("expires_after[seconds]", seconds), FilePart("a", Text)), 400, int.TryParse(seconds, out _) ? "expires_after" : "expires_after.seconds")),
        new("expires after another time", Form(Purpose, Part("expires_after[anchor]", "now"), FilePart("a", Text)), 400, "expires_after.anchor"),
        .. HostileImages.Bad.Select(image => new AbuseCase($"picture {image.Name}", Form(Part("purpose", "vision"), FilePart("a.png", image.File)), image.File.Length > 20_000_000 ? 413 : 400, image.File.Length > 20_000_000 ? null : "file")),
        .. HostileImages.Odd.Select(image => new AbuseCase($"picture {image.Name}", Form(Part("purpose", "vision"), FilePart("a.png", image.File)), 200)),
    ];

    public static WireRequest Form(params byte[][] parts) => WireRequest.Of("POST", "/v1/files", $"multipart/form-data; boundary={Boundary}",
        (byte[])[.. parts.SelectMany(part => (byte[])[.. Bytes($"--{Boundary}\r\n"), .. part]), .. Bytes($"--{Boundary}--\r\n")]);

    public static byte[] Part(string name, string content) => Bytes($"Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{content}\r\n");

    public static byte[] FilePart(string name, byte[] content) =>
        [.. Bytes($"Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"), .. content, .. "\r\n"u8];

    private static WireRequest Cut(WireRequest form, int bytes) => form with { Body = form.Body!.Value[..^bytes] };

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
