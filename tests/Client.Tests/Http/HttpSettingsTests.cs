using JanusCluster.Client.Http;
using JanusCluster.Hosting.Settings;

namespace JanusCluster.Client.Tests.Http;

public sealed class HttpSettingsTests
{
    private const string Missing = "/no/such/file.pem";

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("0.0.0.0", true)]
    public void Check_SafeAddress_IsTaken(string address, bool asksForKeys) =>
        Check(new HttpSettings { Address = address, Authentication = asksForKeys ? HttpAuthentication.Keys : HttpAuthentication.None });

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.5")]
    public void Check_PublicAddressWithoutKeys_IsRefusedByName(string address) =>
        Fails(new HttpSettings { Address = address, Authentication = HttpAuthentication.None }, "Front:Http:Authentication", address);

    [Fact]
    public void Check_WrongSettings_AreNamed()
    {
        Fails(new HttpSettings { Address = "localhost" }, "Front:Http:Address", "IP address");
        Fails(new HttpSettings { Port = 70_000 }, "Front:Http:Port", "65535");
        Fails(new HttpSettings { PublicUrl = new Uri("ftp://example.com") }, "Front:Http:PublicUrl", "https");
        Fails(new HttpSettings { PublicUrl = new Uri("/v1", UriKind.Relative) }, "Front:Http:PublicUrl", "absolute");
        Fails(new HttpSettings { AdminKeyFile = Missing }, "Front:Http:AdminKeyFile", Missing);
        Fails(new HttpSettings { CertificateFile = Missing }, "Front:Http:CertificateFile", Missing);
        Fails(new HttpSettings { CertificateFile = typeof(HttpSettingsTests).Assembly.Location, CertificateKeyFile = Missing }, "Front:Http:CertificateKeyFile", Missing);
        Fails(new HttpSettings { CertificateKeyFile = typeof(HttpSettingsTests).Assembly.Location }, "Front:Http:CertificateKeyFile", "CertificateFile");
        Fails(new HttpSettings { MaxBodyBytes = 1 }, "Front:Http:MaxBodyBytes", "1000");
        Fails(new HttpSettings { LinkLifetime = TimeSpan.Zero }, "Front:Http:LinkLifetime", "00:00:10");
    }

    private static void Check(HttpSettings settings) => SettingsRules.Check(settings, "Front:Http");

    private static void Fails(HttpSettings settings, string setting, string message)
    {
        SettingsException e = Assert.Throws<SettingsException>(() => Check(settings));
        Assert.Contains(setting, e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }
}
