using JanusCluster.Client.Http;
using JanusCluster.Client.Webhooks;
using JanusCluster.Contracts;
using JanusCluster.Hosting.Settings;

namespace JanusCluster.Client.Tests.Webhooks;

public sealed class WebhookHostsTests
{
    private const string Setting = "hooks.example, http://127.0.0.1:8080,https://inner.example:8443, http://[::1]:9000, bücher.example";

    [Theory]
    [InlineData("https://hooks.example/in?x=1", WebhookReach.Public)]
    [InlineData("https://HOOKS.example:443/", WebhookReach.Public)]
    [InlineData("https://xn--bcher-kva.example/", WebhookReach.Public)]
    [InlineData("http://127.0.0.1:8080/in", WebhookReach.Anywhere)]
    [InlineData("https://inner.example:8443/in", WebhookReach.Anywhere)]
    [InlineData("http://[::1]:9000/", WebhookReach.Anywhere)]
    [InlineData("http://hooks.example/", null)]
    [InlineData("https://hooks.example:8443/", null)]
    [InlineData("https://sub.hooks.example/", null)]
    [InlineData("https://hooks.example.org/", null)]
    [InlineData("https://127.0.0.1:8080/", null)]
    [InlineData("http://127.0.0.1/", null)]
    [InlineData("http://127.0.0.1:8081/", null)]
    [InlineData("https://inner.example/", null)]
    public void Find_Address_IsReachedAsItIsAllowed(string url, object? reach)
    {
        var hosts = WebhookHosts.Parse(Setting);
        Assert.Equal((WebhookReach?)reach, hosts.Find(new Uri(url)));
        if (reach is not null)
            hosts.Require(url);
        else
            Assert.Equal("url", Assert.Throws<JanusException>(() => hosts.Require(url)).Field);
    }

    [Fact]
    public void Require_NoHostAllowed_NamesTheSetting()
    {
        JanusException e = Assert.Throws<JanusException>(() => WebhookHosts.Parse(" , ").Require("https://hooks.example/"));
        Assert.Equal(ErrorCode.InvalidRequest, e.Code);
        Assert.Contains("Front:Http:WebhookHosts", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hooks.example/path")]
    [InlineData("http://hooks.example/path")]
    [InlineData("ftp://hooks.example")]
    [InlineData("http://name@hooks.example")]
    [InlineData("hooks.example:8443")]
    [InlineData("*.example")]
    public void Check_WhatIsNoHost_IsAWrongSetting(string entry)
    {
        var settings = new HttpSettings { WebhookHosts = $"good.example,{entry}" };
        SettingsException e = Assert.Throws<SettingsException>(() => SettingsRules.Check(settings, "Front:Http"));
        Assert.Contains("Front:Http:WebhookHosts", e.Message, StringComparison.Ordinal);
        Assert.Contains(entry, e.Message, StringComparison.Ordinal);
        SettingsRules.Check(new HttpSettings { WebhookHosts = Setting }, "Front:Http");
    }
}
