using JanusCluster.Client.Webhooks;
using JanusCluster.Contracts.Webhooks;

namespace JanusCluster.Client.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    /// <summary>The example that the libraries of Standard Webhooks are tested with.</summary>
    [Fact]
    public void Of_KnownExample_IsTheKnownSignature() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8));

    [Fact]
    public void Of_AnythingElse_IsAnother()
    {
        string secret = WebhookSecret.Draw(), signature = WebhookSignature.Of(secret, "evt_1", 1, "body"u8);
        Assert.Equal(signature, WebhookSignature.Of(secret, "evt_1", 1, "body"u8));
        Assert.NotEqual(signature, WebhookSignature.Of(WebhookSecret.Draw(), "evt_1", 1, "body"u8));
        Assert.NotEqual(signature, WebhookSignature.Of(secret, "evt_2", 1, "body"u8));
        Assert.NotEqual(signature, WebhookSignature.Of(secret, "evt_1", 2, "body"u8));
        Assert.NotEqual(signature, WebhookSignature.Of(secret, "evt_1", 1, "bodY"u8));
    }

    [Fact]
    public void ToString_WhatHoldsASecret_DoesNotTellIt()
    {
        string secret = WebhookSecret.Draw();
        Assert.Equal(32, WebhookSecret.KeyOf(secret).Length);
        var webhook = new Webhook("wh_1", new WebhookSettings("https://a.example/", WebhookEventTypes.All), DateTimeOffset.UnixEpoch, new WebhookTally());
        Assert.DoesNotContain(secret, $"{new WebhookTarget("https://a.example/", secret)} {new NewWebhook(webhook, secret)}", StringComparison.Ordinal);
    }
}
