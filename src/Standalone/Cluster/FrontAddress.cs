using System.Net;
using JanusCluster.Client.Http;

namespace JanusCluster.Standalone.Cluster;

/// <summary>Where this machine reaches a front.</summary>
internal static class FrontAddress
{
    public static Uri Of(HttpSettings http, int port)
    {
        var listening = IPAddress.Parse(http.Address);
        // One that listens everywhere is here too.
        IPAddress here = listening.Equals(IPAddress.Any) ? IPAddress.Loopback : listening.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : listening;
        return new UriBuilder(http.CertificateFile is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, $"{here}", port).Uri;
    }

    public static string Show(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
