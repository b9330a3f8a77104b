using System.Text;

namespace JanusCluster.Client.Tests.Abuse;

/// <summary>A request as it goes over the wire: what a client library would mend or refuse to send.</summary>
/// <param name="Target">Path and query, as they are.</param>
/// <param name="Body">Null for none.</param>
internal sealed record WireRequest(string Method, string Target, ReadOnlyMemory<byte>? Body = null)
{
    private const string Authorization = "Authorization", Host = "Host", ContentLength = "Content-Length", TransferEncoding = "Transfer-Encoding";

    public string Version { get; init; } = "HTTP/1.1";

    /// <summary>Given ones go before those that are added; a null value leaves out the one that would be.</summary>
    public IReadOnlyList<(string Name, string? Value)> Headers { get; init; } = [];

    /// <summary>How often the body is sent; it ends early when the server has answered.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>Instead of the usual key.</summary>
    public string? Key { get; init; }

    public static WireRequest Get(string target) => new("GET", target);

    public static WireRequest Json(string target, string json, string method = "POST") =>
        Of(method, target, "application/json", Encoding.UTF8.GetBytes(json));

    public static WireRequest Of(string method, string target, string type, ReadOnlyMemory<byte> body) =>
        new WireRequest(method, target, body).With("Content-Type", type);

    public WireRequest With(string name, string? value) => this with { Headers = [.. Headers.Where(header => header.Name != name), (name, value)] };

    /// <summary>One more, also where there is one of the name.</summary>
    public WireRequest And(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    /// <param name="host">Of the server.</param>
    /// <param name="key">Where the request has no other one.</param>
    public byte[] Head(string host, string key)
    {
        var head = new StringBuilder($"{Method} {Target} {Version}\r\n");
        Add(Host, host);
        Add(Authorization, $"Bearer {Key ?? key}");
        Add("Connection", "close");
        if (Body is { } body && !Headers.Any(header => header.Name == TransferEncoding))
            Add(ContentLength, $"{(long)body.Length * Repeat}");
        foreach ((string name, string? value) in Headers.Where(header => header.Value is not null))
            head.Append($"{name}: {value}\r\n");
        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());

        void Add(string name, string value)
        {
            if (!Headers.Any(header => header.Name == name))
                head.Append($"{name}: {value}\r\n");
        }
    }
}
