using JanusCluster.Contracts;
using JanusCluster.Contracts.Webhooks;
using JanusCluster.Silo.Tests.Hosting;
using JanusCluster.Silo.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Webhooks;

public sealed class WebhooksGrainTests(ClockedSilo silo) : IClassFixture<ClockedSilo>
{
    private const string Url = "https://hooks.example/in";
    private readonly string _tenant = $"t{Guid.NewGuid():N}";

    private IWebhooksGrain Grain => silo.Grains.GetGrain<IWebhooksGrain>(_tenant);

    private WebhookDeliveries Deliveries => silo.Services.GetRequiredService<WebhookDeliveries>();

    [Fact]
    public async Task Notify_Event_ReachesThoseThatWantItAndEndsWhenDelivered()
    {
        NewWebhook wants = await CreateAsync(WebhookEventTypes.JobCompleted), others = await CreateAsync(WebhookEventTypes.BatchFailed);
        WebhookEvent happened = Event(WebhookEventTypes.JobCompleted);
        await Grain.NotifyAsync(happened);
        Assert.Equal([Key(wants)], await ListDueAsync());
        Assert.Null(await Grain.TakeAsync(others.Webhook.Id, 10));

        WebhookWork work = (await Grain.TakeAsync(wants.Webhook.Id, 10))!;
        Assert.Equal(new WebhookTarget(Url, wants.Secret), work.Target);
        WebhookDelivery delivery = Assert.Single(work.Deliveries);
        Assert.Equal((happened, 1), (delivery.Event, delivery.Attempt));
        Assert.Null(await Grain.TakeAsync(wants.Webhook.Id, 10));
        Assert.Empty(await ListDueAsync());

        await Grain.ReportAsync(wants.Webhook.Id, new WebhookOutcome(delivery, null));
        await Grain.ReportAsync(wants.Webhook.Id, new WebhookOutcome(delivery, null));
        WebhookTally tally = (await Grain.GetAsync(wants.Webhook.Id)).Tally;
        Assert.Equal((0, 1, 0), (tally.Waiting, tally.Delivered, tally.Failed));
        Assert.NotNull(tally.LastDeliveredAt);
        silo.Time.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await ListDueAsync());
    }

    [Fact]
    public async Task Notify_SameAgain_ChangesNothingAlsoWhenItIsDelivered()
    {
        NewWebhook webhook = await CreateAsync(WebhookEventTypes.JobCompleted);
        WebhookEvent happened = Event(WebhookEventTypes.JobCompleted);
        await Grain.NotifyAsync(happened);
        await Grain.NotifyAsync(WebhookEvent.Of(happened.Type, _tenant, happened.Subject, happened.At));
        WebhookDelivery delivery = Assert.Single((await Grain.TakeAsync(webhook.Webhook.Id, 10))!.Deliveries);
        await Grain.ReportAsync(webhook.Webhook.Id, new WebhookOutcome(delivery, null));
        await Grain.NotifyAsync(happened);
        Assert.Equal(0, (await Grain.GetAsync(webhook.Webhook.Id)).Tally.Waiting);

        // It was retried, and has ended once more.
        await Grain.NotifyAsync(WebhookEvent.Of(happened.Type, _tenant, happened.Subject, happened.At.AddMinutes(1)));
        Assert.Equal(1, (await Grain.GetAsync(webhook.Webhook.Id)).Tally.Waiting);
    }

    [Fact]
    public async Task Notify_TenantWithoutWebhooks_WritesNothing()
    {
        await Grain.NotifyAsync(Event(WebhookEventTypes.JobCompleted));
        Assert.Empty(KeysOf(_tenant));
    }

    [Fact]
    public async Task Take_LeaseRanOut_TheNextFrontHasItAndTheEarlierIsRefused()
    {
        NewWebhook webhook = await CreateAsync(WebhookEventTypes.JobCompleted);
        await Grain.NotifyAsync(Event(WebhookEventTypes.JobCompleted));
        WebhookDelivery first = Assert.Single((await Grain.TakeAsync(webhook.Webhook.Id, 10))!.Deliveries);
        silo.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal([Key(webhook)], await ListDueAsync());
        WebhookDelivery second = Assert.Single((await Grain.TakeAsync(webhook.Webhook.Id, 10))!.Deliveries);
        Assert.Equal((first.Event, 1, true), (second.Event, second.Attempt, second.Epoch > first.Epoch));

        await Grain.ReportAsync(webhook.Webhook.Id, new WebhookOutcome(first, "too late"));
        WebhookTally tally = (await Grain.GetAsync(webhook.Webhook.Id)).Tally;
        Assert.Equal((1, null), (tally.Waiting, tally.LastError));
        await Grain.ReportAsync(webhook.Webhook.Id, new WebhookOutcome(second, null));
        Assert.Equal((0, 1), ((await Grain.GetAsync(webhook.Webhook.Id)).Tally.Waiting, (await Grain.GetAsync(webhook.Webhook.Id)).Tally.Delivered));
    }

    [Fact]
    public async Task Report_FailsAgainAndAgain_FollowsThePlanAndGivesUp()
    {
        NewWebhook webhook = await CreateAsync(WebhookEventTypes.JobCompleted);
        await Grain.NotifyAsync(Event(WebhookEventTypes.JobCompleted));
        for (int attempt = 1; attempt <= WebhookPlan.Pauses.Count + 1; attempt++)
        {
            WebhookDelivery delivery = Assert.Single((await Grain.TakeAsync(webhook.Webhook.Id, 10))!.Deliveries);
            Assert.Equal(attempt, delivery.Attempt);
            await Grain.ReportAsync(webhook.Webhook.Id, new WebhookOutcome(delivery, $"error {attempt}"));
            await Grain.ReportAsync(webhook.Webhook.Id, new WebhookOutcome(delivery, "told twice"));
            if (attempt > WebhookPlan.Pauses.Count)
                break;

            TimeSpan pause = WebhookPlan.Pauses[attempt - 1], margin = TimeSpan.FromMinutes(1);
            if (pause > margin) // this clock goes on by itself too
            {
                silo.Time.Advance(pause - margin);
                Assert.Null(await Grain.TakeAsync(webhook.Webhook.Id, 10));
            }

            silo.Time.Advance(margin + WebhookPlan.Jitter * pause);
        }

        WebhookTally tally = (await Grain.GetAsync(webhook.Webhook.Id)).Tally;
        Assert.Equal((0, 0, 1, "error 9"), (tally.Waiting, tally.Delivered, tally.Failed, tally.LastError));
        silo.Time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(await ListDueAsync());
    }

    [Fact]
    public async Task Restart_BetweenAttempts_NothingIsLost()
    {
        NewWebhook webhook = await CreateAsync(WebhookEventTypes.JobCompleted);
        WebhookEvent happened = Event(WebhookEventTypes.JobCompleted);
        await Grain.NotifyAsync(happened);
        WebhookDelivery first = Assert.Single((await Grain.TakeAsync(webhook.Webhook.Id, 10))!.Deliveries);
        await Grain.ReportAsync(webhook.Webhook.Id, new WebhookOutcome(first, "away"));

        await silo.StopAsync();
        await silo.StartAsync();
        Assert.Equal((1, "away"), ((await Grain.GetAsync(webhook.Webhook.Id)).Tally.Waiting, (await Grain.GetAsync(webhook.Webhook.Id)).Tally.LastError));
        silo.Time.Advance(TimeSpan.FromMinutes(1));
        WebhookWork work = (await Grain.TakeAsync(webhook.Webhook.Id, 10))!;
        Assert.Equal(webhook.Secret, work.Target.Secret);
        Assert.Equal((happened, 2), (work.Deliveries[0].Event, work.Deliveries[0].Attempt));
        await Grain.NotifyAsync(happened);
        Assert.Equal(1, (await Grain.GetAsync(webhook.Webhook.Id)).Tally.Waiting);
    }

    [Fact]
    public async Task Create_MoreThanATenantMayHave_IsRefused()
    {
        for (int i = 0; i < WebhookRules.MaxWebhooks; i++)
            await CreateAsync(WebhookEventTypes.JobCompleted);
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => CreateAsync(WebhookEventTypes.JobCompleted));
        Assert.Equal(ErrorCode.LimitExceeded, e.Code);
        IReadOnlyList<Webhook> all = await Grain.ListAsync();
        Assert.Equal(WebhookRules.MaxWebhooks, all.Select(webhook => webhook.Id).Distinct().Count());
    }

    [Fact]
    public async Task Add_MoreThanMayWait_IsCountedAndNotKept()
    {
        NewWebhook webhook = await CreateAsync(WebhookEventTypes.JobCompleted);
        var key = new WebhookKey(_tenant, webhook.Webhook.Id);
        DateTimeOffset now = silo.Time.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, WebhookRules.MaxWaiting + 5)
            .Select(i => Deliveries.AddAsync(key, WebhookEvent.Of(WebhookEventTypes.JobCompleted, _tenant, $"job-{i}", now), now)));
        WebhookTally tally = (await Grain.GetAsync(webhook.Webhook.Id)).Tally;
        Assert.Equal((WebhookRules.MaxWaiting, 5), (tally.Waiting, tally.Failed));
        Assert.NotNull(tally.LastError);
        await Grain.DeleteAsync(webhook.Webhook.Id);
    }

    [Fact]
    public async Task Delete_Webhook_GoesWithAllThatWaits()
    {
        NewWebhook webhook = await CreateAsync(WebhookEventTypes.JobCompleted);
        await Grain.NotifyAsync(Event(WebhookEventTypes.JobCompleted));
        WebhookDelivery delivery = Assert.Single((await Grain.TakeAsync(webhook.Webhook.Id, 10))!.Deliveries);
        await Grain.DeleteAsync(webhook.Webhook.Id);
        await Grain.ReportAsync(webhook.Webhook.Id, new WebhookOutcome(delivery, "late"));
        silo.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await ListDueAsync());
        Assert.Empty(KeysOf(webhook.Webhook.Id));
        Assert.Empty(await Grain.ListAsync());
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JanusException>(() => Grain.DeleteAsync(webhook.Webhook.Id))).Code);
    }

    [Fact]
    public async Task Take_WhatADeletionLeftBehind_IsRemoved()
    {
        var key = new WebhookKey(_tenant, "wh_gone");
        DateTimeOffset now = silo.Time.GetUtcNow();
        await Deliveries.AddAsync(key, Event(WebhookEventTypes.JobCompleted), now);
        Assert.Equal([key.ToString()], await ListDueAsync());
        Assert.Null(await Grain.TakeAsync("wh_gone", 10));
        Assert.Empty(await ListDueAsync());
        Assert.Empty(KeysOf("wh_gone}"));
    }

    [Fact]
    public async Task Get_AnotherTenants_IsNotFound()
    {
        NewWebhook webhook = await CreateAsync(WebhookEventTypes.JobCompleted);
        IWebhooksGrain other = silo.Grains.GetGrain<IWebhooksGrain>($"{_tenant}x");
        foreach (Func<Task> call in (Func<Task>[])
            [() => other.GetAsync(webhook.Webhook.Id), () => other.GetTargetAsync(webhook.Webhook.Id), () => other.DeleteAsync(webhook.Webhook.Id)])
        {
            Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<JanusException>(call)).Code);
        }

        Assert.Empty(await other.ListAsync());
        Assert.Null(await other.TakeAsync(webhook.Webhook.Id, 1));
        Assert.Single(await Grain.ListAsync());
    }

    [Theory]
    [InlineData("ftp://a.example/", "job.completed", "url")]
    [InlineData("/in", "job.completed", "url")]
    [InlineData("https://name:password@a.example/", "job.completed", "url")]
    [InlineData("https://a.example/#part", "job.completed", "url")]
    [InlineData("", "job.completed", "url")]
    [InlineData(Url, "job.started", "events")]
    [InlineData(Url, "job.completed,job.completed", "events")]
    [InlineData(Url, "", "events")]
    public async Task Create_WrongField_IsNamed(string url, string events, string field)
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(
            () => Grain.CreateAsync(new WebhookSettings(url, events.Split(',', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
        Assert.Empty(await Grain.ListAsync());
    }

    private Task<NewWebhook> CreateAsync(params string[] events) => Grain.CreateAsync(new WebhookSettings(Url, events));

    private WebhookEvent Event(string type) => WebhookEvent.Of(type, _tenant, "job-1", DateTimeOffset.UnixEpoch.AddYears(50));

    private string Key(NewWebhook webhook) => new WebhookKey(_tenant, webhook.Webhook.Id).ToString();

    /// <summary>Of this test's tenant.</summary>
    private async Task<string[]> ListDueAsync() =>
        [.. (await silo.Grains.GetGrain<IDueWebhooksGrain>(IDueWebhooksGrain.Key).ListAsync(100)).Where(key => key.StartsWith($"{_tenant}/", StringComparison.Ordinal))];

    private string[] KeysOf(string part) =>
        [.. silo.Services.GetRequiredService<IConnectionMultiplexer>().GetServers()[0].Keys(pattern: $"*{part}*").Select(key => key.ToString())];
}
