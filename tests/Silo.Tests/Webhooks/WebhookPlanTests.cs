using JanusCluster.Silo.Webhooks;

namespace JanusCluster.Silo.Tests.Webhooks;

public sealed class WebhookPlanTests
{
    [Fact]
    public void Next_EachAttempt_IsLaterThanThePauseAndWithinTheJitter()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        for (int attempt = 1; attempt <= WebhookPlan.Pauses.Count; attempt++)
        {
            TimeSpan pause = WebhookPlan.Pauses[attempt - 1];
            for (int i = 0; i < 100; i++)
                Assert.InRange(WebhookPlan.Next(attempt, now)!.Value - now, pause, pause * (1 + WebhookPlan.Jitter));
        }

        Assert.Null(WebhookPlan.Next(WebhookPlan.Pauses.Count + 1, now));
        Assert.Null(WebhookPlan.Next(0, now));
        Assert.Equal(WebhookPlan.Pauses.Order(), WebhookPlan.Pauses);
    }
}
