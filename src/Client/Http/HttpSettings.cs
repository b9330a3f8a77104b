using System.ComponentModel.DataAnnotations;
using System.Net;

namespace JanusCluster.Client.Http;

internal enum HttpAuthentication
{
    /// <summary>Every request names a key.</summary>
    Keys = 0,
    /// <summary>Everybody who reaches the address is the tenant <c>local</c>, and an administrator.</summary>
    None = 1,
}

/// <summary>How a front serves HTTP: section Front:Http of the configuration.</summary>
internal sealed record HttpSettings : IValidatableObject
{
    /// <summary>IP address to listen on. Default: 127.0.0.1, which only this machine reaches.</summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>0 takes any free one. Default: 5080.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 5080;

    /// <summary>How clients reach the fronts, for links in answers, where that is not the address they called. Default: that address.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Path that a reverse proxy puts before all others, for example /janus, where it does not take it away again. Default: none.</summary>
    [RegularExpression("(/[A-Za-z0-9._~-]+)*")]
    public string PathBase { get; init; } = "";

    /// <summary>Default: Keys.</summary>
    public HttpAuthentication Authentication { get; init; }

    /// <summary>A file that holds a key of the operator's own choice (24 characters or more): it administers tenants. Default: none.</summary>
    public string? AdminKeyFile { get; init; }

    /// <summary>A file that holds a key (24 characters or more) which opens /metrics and what pools want, and nothing else. Default: none.</summary>
    public string? MetricsKeyFile { get; init; }

    /// <summary>PEM file of a certificate with its chain: then HTTPS is served. Default: none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>PEM file of the certificate's private key. Default: it is in <see cref="CertificateFile"/>.</summary>
    public string? CertificateKeyFile { get; init; }

    /// <summary>Longest JSON body, images included. Default: 64 MB.</summary>
    [Range(1_000, 1_000_000_000)]
    public long MaxBodyBytes { get; init; } = 64_000_000;

    /// <summary>All bodies that are held at a time; others wait. Default: 256 MB.</summary>
    [Range(1_000, 100_000_000_000)]
    public long MaxBodyBytesInFlight { get; init; } = 256_000_000;

    /// <summary>Hosts that images may be fetched from by https, with commas between them. Default: none, images come in the request.</summary>
    public string ImageHosts { get; init; } = "";

    /// <summary>
    /// Hosts that events of jobs and batches may be sent to, with commas between them: names are reached by https at public
    /// addresses, what is written with a scheme (http://10.0.0.7:8080) as it is written. Default: none.
    /// </summary>
    public string WebhookHosts { get; init; } = "";

    /// <summary>How long a request for images may take before it is given up (408). Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ImageTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a chat request may wait for a place (408). Default: 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ChatQueueTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long links to pictures are good. Default: an hour.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether /metrics is shown without a key; it tells nothing of any tenant. Default: false.</summary>
    public bool OpenMetrics { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out IPAddress? address))
        {
            yield return new("must be an IP address, for example 127.0.0.1 or 0.0.0.0.", [nameof(Address)]);
            yield break;
        }

        if (Authentication == HttpAuthentication.None && !IPAddress.IsLoopback(address))
            yield return new($"without keys only this machine may be served: {Address} is open to others. Set it to Keys, or the Address to 127.0.0.1.", [nameof(Authentication)]);
        if (PublicUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
            yield return new("must be an absolute http or https address.", [nameof(PublicUrl)]);
        foreach ((string? path, string name) in new[] { (AdminKeyFile, nameof(AdminKeyFile)), (MetricsKeyFile, nameof(MetricsKeyFile)), (CertificateFile, nameof(CertificateFile)), (CertificateKeyFile, nameof(CertificateKeyFile)) })
        {
            if (path is not null && !File.Exists(path))
                yield return new($"there is no file {path}.", [name]);
        }

        if (!Webhooks.WebhookHosts.TryParse(WebhookHosts, out _, out string? wrong))
            yield return new($"'{wrong}' is neither a host's name nor scheme, host and port, such as http://10.0.0.7:8080.", [nameof(WebhookHosts)]);
        if (CertificateFile is null && CertificateKeyFile is not null)
            yield return new("needs a CertificateFile beside it.", [nameof(CertificateKeyFile)]);
    }
}
