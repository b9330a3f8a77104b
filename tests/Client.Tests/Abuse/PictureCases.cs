namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Images in chat and in responses: hostile files, and data URIs that are none.</summary>
internal static class PictureCases
{
    private static readonly string Good = Convert.ToBase64String(PngFile.Make(8, 8));

    private static readonly (string Name, string Uri)[] BadUris =
    [
        ("no comma", "data:image/png;base64"), ("nothing behind the comma", "data:image/png;base64,"), ("no base64", $"data:image/png,{Good}"), ("other coding", "data:image/png;base32,AAAA"), ("base64 in the wrong place", $"data:base64;image/png,{Good}"), ("only the scheme", "data:"),
        ("bad base64", "data:image/png;base64,!!!!"), ("base64 of the URL kind", "data:image/png;base64,-_-_"), ("base64 that is cut", $"data:image/png;base64,{Good[..^3]}"), ("a character too many", $"data:image/png;base64,{Good}A"), ("escaped", "data:image/png;base64,iVBORw0KGgo%3D"), ("NUL", "data:image/png;base64,AAAA\\u0000"),
        ("padding inside", "data:image/png;base64,AA==AAAA"), ("a head of 10,000 characters", $"data:image/png;{new string('p', 10_000)};base64,{Good}"), ("30 MB", $"data:image/png;base64,{new string('A', 30_000_000)}"), ("text", "data:text/html;base64,PHNjcmlwdD4="),
    ];

    private static readonly (string Name, string Uri)[] OddUris =
    [
        ("said to be JPEG", $"data:image/jpeg;base64,{Good}"), ("said to be HTML", $"data:text/html;base64,{Good}"), ("of no type", $"data:;base64,{Good}"), ("with parameters", $"data:image/png;name=../../x;base64,{Good}"), ("in capitals", $"DATA:image/png;BASE64,{Good}"), ("with newlines", $"data:image/png;base64,{Good.Insert(20, "\\n")}"),
    ];

    public static IEnumerable<AbuseCase> All =>
    [
        .. HostileImages.Bad.SelectMany(image => Both(image.Name, UriOf(image.File), 400)), .. HostileImages.Odd.SelectMany(image => Both(image.Name, UriOf(image.File), 200)),
        .. BadUris.SelectMany(uri => Both($"URI {uri.Name}", uri.Uri, 400)), .. OddUris.SelectMany(uri => Both($"URI {uri.Name}", uri.Uri, 200)),
        new("65 images in one message", WireRequest.Json("/v1/chat/completions", Chat([.. Enumerable.Repeat(UriOf(PngFile.Make(1, 1)), 65)])), 400, "messages[0].content[64]"),
        new("65 images in two messages", WireRequest.Json("/v1/chat/completions", ChatOf(40, 25)), 400, "messages[1].content[24]"),
        new("an image in each of 999 messages", WireRequest.Json("/v1/chat/completions", ChatOf([.. Enumerable.Repeat(1, 999)])), 400, "messages[64].content[0]"),
        new("image of the system", WireRequest.Json("/v1/chat/completions", Chat(UriOf(PngFile.Make(1, 1))).Replace("\"user\"", "\"system\"", StringComparison.Ordinal)), 400, "messages[0].content[0]"),
    ];

    /// <summary>A question about images, whose addresses are JSON text already.</summary>
    public static string Chat(params string[] urls) => $$"""
        {"messages": [{"role": "user", "content": [{{string.Join(',', urls.Select(url => $$$"""{"type": "image_url", "image_url": {"url": "{{{url}}}"}}"""))}}]}], "max_tokens": 1}
        """;

    public static string Response(string url) =>
        $$"""{"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "{{url}}"}]}], "max_output_tokens": 1}""";

    private static IEnumerable<AbuseCase> Both(string name, string uri, int status)
    {
        yield return new($"chat {name}", WireRequest.Json("/v1/chat/completions", Chat(uri)), status, status == 200 ? null : "messages[0].content[0].image_url");
        yield return new($"response {name}", WireRequest.Json("/v1/responses", Response(uri)), status, status == 200 ? null : "input[0].content[0].image_url");
    }

    private static string UriOf(byte[] file) => $"data:image/png;base64,{Convert.ToBase64String(file)}";

    private static string ChatOf(params int[] images)
    {
        string part = $$$"""{"type": "image_url", "image_url": {"url": "{{{UriOf(PngFile.Make(1, 1))}}}"}}""";
        return $$"""{"messages": [{{string.Join(',', images.Select(count => $$"""{"role": "user", "content": [{{string.Join(',', Enumerable.Repeat(part, count))}}]}"""))}}], "max_tokens": 1}""";
    }
}
