using System.Diagnostics.CodeAnalysis;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Webhooks;

/// <summary>
/// Where events may be sent: what the operator has allowed, with commas between them. A plain name is reached by https at its
/// public addresses; one that is written with a scheme (http://10.0.0.7:8080) wherever it is, in just that way.
/// </summary>
internal sealed class WebhookHosts
{
    public const string Setting = "Front:Http:WebhookHosts";

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>No host is allowed, and nothing is delivered.</summary>
    public bool IsEmpty => _names.Count == 0 && _origins.Count == 0;

    /// <exception cref="FormatException">One of them can be no host.</exception>
    public static WebhookHosts Parse(string setting) =>
        TryParse(setting, out WebhookHosts? hosts, out string? wrong) ? hosts : throw new FormatException($"{wrong} is no host.");

    public static bool TryParse(string setting, [NotNullWhen(true)] out WebhookHosts? hosts, [NotNullWhen(false)] out string? wrong)
    {
        hosts = new WebhookHosts();
        wrong = null;
        foreach (string entry in setting.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Uri.CheckHostName(entry) != UriHostNameType.Unknown && Uri.TryCreate($"https://{entry}", UriKind.Absolute, out Uri? name))
            {
                hosts._names.Add(name.IdnHost);
            }
            else if (Uri.TryCreate(entry, UriKind.Absolute, out Uri? origin) && origin is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "", Fragment: "" })
            {
                hosts._origins.Add(OriginOf(origin));
            }
            else
            {
                wrong = entry;
                hosts = null;
                return false;
            }
        }

        return true;
    }

    /// <summary>How the address may be reached; null where it is not allowed.</summary>
    public WebhookReach? Find(Uri address)
    {
        if (_origins.Contains(OriginOf(address)))
            return WebhookReach.Anywhere;
        return address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && _names.Contains(address.IdnHost) ? WebhookReach.Public : null;
    }

    /// <exception cref="JanusException">It is not allowed.</exception>
    public void Require(string url)
    {
        if (IsEmpty)
            throw JanusException.Invalid("url", $"Events are sent to no host here: the operator has to allow it (setting {Setting}).");
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || Find(address) is null)
            throw JanusException.Invalid("url", $"url must be at one of {this}; others have to be allowed by the operator (setting {Setting}).");
    }

    public override string ToString() => string.Join(", ", _names.Select(name => $"https://{name}").Concat(_origins));

    private static string OriginOf(Uri address) => $"{address.Scheme}://{(address.HostNameType == UriHostNameType.IPv6 ? $"[{address.IdnHost}]" : address.IdnHost)}:{address.Port}";
}

internal enum WebhookReach
{
    /// <summary>At public addresses only.</summary>
    Public = 0,
    /// <summary>At whatever address its name has.</summary>
    Anywhere = 1,
}
