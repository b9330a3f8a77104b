using System.Collections.Concurrent;
using System.Text.Json;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Client.Webhooks;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace JanusCluster.Client.Tests.Webhooks;

/// <summary>A front's service between a tenant's grain in memory and a real listener.</summary>
public sealed class WebhookServiceTests
{
    private const string Tenant = "local", Webhook = "wh_1";
    private static readonly string Secret = WebhookSecret.Draw();
    private readonly ConcurrentQueue<WebhookDelivery> _due = new();
    private readonly ConcurrentQueue<WebhookOutcome> _outcomes = new();
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _url = "";
    private Func<JobStatus> _job = () => new JobStatus(
        Tenant, "job-1", "mine", "m", JobState.Completed, new ItemCounts(1, 0, 1, 0, 0), 4, 4, 0, null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    private static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Fact]
    public async Task Run_HostThatFailsTwice_GetsTheSameEventUntilItTakesIt()
    {
        int requests = 0;
        await using WebhookListener listener = await WebhookListener.StartAsync((_, context) =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref requests) <= 2 ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        WebhookEvent happened = Add();
        await RunAsync(listener);

        Assert.Equal([1, 2, 3], _outcomes.Select(outcome => outcome.Delivery.Attempt));
        Assert.Equal(["The host answered 500.", "The host answered 500.", null], _outcomes.Select(outcome => outcome.Error));
        Assert.Equal(3, listener.All.Count);
        Assert.All(listener.All, got =>
        {
            Assert.Equal(happened.Id, got.Id);
            Assert.True(got.IsSignedBy(Secret));
            JsonElement body = JsonDocument.Parse(got.Body).RootElement;
            Assert.Equal(happened.Id, body.GetProperty("id").GetString());
            Assert.Equal(("event", "job.completed", 7), (body.GetProperty("object").GetString(), body.GetProperty("type").GetString(), body.GetProperty("created_at").GetInt32()));
            Assert.Equal("job-1", body.GetProperty("data").GetProperty("id").GetString());
            Assert.Equal("completed", body.GetProperty("data").GetProperty("job").GetProperty("state").GetString());
        });
    }

    [Fact]
    public async Task Run_JobThatIsDeleted_IsNamedAllTheSame()
    {
        _job = () => throw new JanusException(ErrorCode.NotFound, "There is no job.");
        await using WebhookListener listener = await WebhookListener.StartAsync();
        Add();
        await RunAsync(listener);
        JsonElement data = JsonDocument.Parse(Assert.Single(listener.All).Body).RootElement.GetProperty("data");
        Assert.Equal("job-1", data.GetProperty("id").GetString());
        Assert.False(data.TryGetProperty("job", out _));
    }

    [Fact]
    public async Task Run_EventThatCannotBeWritten_IsAnAttempt()
    {
        await using WebhookListener listener = await WebhookListener.StartAsync();
        int reads = 0;
        Func<JobStatus> job = _job;
        _job = () => Interlocked.Increment(ref reads) == 1 ? throw new InvalidOperationException("secret of the house") : job();
        Add();
        await RunAsync(listener);
        Assert.Equal(["The event could not be written.", null], _outcomes.Select(outcome => outcome.Error));
        Assert.Single(listener.All);
    }

    private WebhookEvent Add()
    {
        var happened = WebhookEvent.Of(WebhookEventTypes.JobCompleted, Tenant, "job-1", DateTimeOffset.FromUnixTimeSeconds(7));
        _due.Enqueue(new WebhookDelivery(happened, 1, 1));
        return happened;
    }

    /// <summary>Until the event is delivered.</summary>
    private async Task RunAsync(WebhookListener listener)
    {
        _url = $"{listener.Origin}/in";
        IGrainFactory grains = FakeGrains.Create(register =>
        {
            register.Add(_ => FakeGrain.Create<IDueWebhooksGrain>(nameof(IDueWebhooksGrain.ListAsync),
                _ => Task.FromResult<IReadOnlyList<string>>(_due.IsEmpty ? [] : [$"{Tenant}/{Webhook}"])));
            register.Add(_ => FakeGrain.Create<IJobGrain>(nameof(IJobGrain.GetStatusAsync), _ => Task.FromResult(_job())));
            register.Add(_ => ScriptedGrain.Create<IWebhooksGrain>(new()
            {
                [nameof(IWebhooksGrain.TakeAsync)] = _ => Task.FromResult(
                    _due.TryDequeue(out WebhookDelivery? delivery) ? new WebhookWork(new WebhookTarget(_url, Secret), [delivery]) : null),
                [nameof(IWebhooksGrain.ReportAsync)] = arguments => Report((string)arguments[0]!, (WebhookOutcome)arguments[1]!),
            }));
        });
        var hosts = WebhookHosts.Parse(listener.Origin);
        using var sender = new WebhookSender(hosts, TimeProvider.System);
        var worker = new WebhookWorker(grains, sender, new WebhookBodies(grains), NullLogger<WebhookWorker>.Instance);
        using var service = new WebhookService(grains, worker, hosts, TimeProvider.System, NullLogger<WebhookService>.Instance);
        await service.StartAsync(Limit);
        await _delivered.Task.WaitAsync(Limit);
        await service.StopAsync(Limit);
    }

    private Task Report(string webhook, WebhookOutcome outcome)
    {
        Assert.Equal(Webhook, webhook);
        _outcomes.Enqueue(outcome);
        if (outcome.Error is null)
            _delivered.TrySetResult();
        else
            _due.Enqueue(outcome.Delivery with { Epoch = outcome.Delivery.Epoch + 1, Attempt = outcome.Delivery.Attempt + 1 });
        return Task.CompletedTask;
    }
}
