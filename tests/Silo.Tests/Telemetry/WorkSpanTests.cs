using System.Collections.Concurrent;
using System.Diagnostics;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Hosting.Telemetry;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Telemetry;

/// <summary>From a request through grains to the work on a model's silo.</summary>
public sealed class WorkSpanTests : IDisposable
{
    private const string Requests = "tests.requests";

    private readonly ActivitySource _requests = new(Requests);
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public WorkSpanTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Requests or TelemetryNames.Activities or "Microsoft.Orleans.Application",
            // Of the others only what the silos themselves keep.
            Sample = (ref options) => options.Source.Name == Requests ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _requests.Dispose();
    }

    [Fact]
    public async Task Item_SomebodyWaitsForIt_IsPartOfTheRequestsTrace()
    {
        await using SimulatedSilos silos = await StartAsync();
        (ActivityTraceId request, string job) = await SubmitAsync(silos, WorkClass.Interactive);
        Activity[] items = await EndedAsync("janus.item", "janus.job", job, 2);
        Assert.All(items, item => Assert.Equal(request, item.TraceId));
        Assert.All(items, item => Assert.Equal(["first_token", "finished"], item.Events.Select(one => one.Name)));
        Assert.All(items, item => Assert.Equal("interactive", item.GetTagItem("janus.class")));
    }

    [Fact]
    public async Task Item_OfBulkWork_PointsToTheRequestFromATraceOfItsOwn()
    {
        await using SimulatedSilos silos = await StartAsync();
        (ActivityTraceId request, string job) = await SubmitAsync(silos, WorkClass.Bulk);
        Activity[] items = await EndedAsync("janus.item", "janus.job", job, 2);
        Assert.Equal(3, items.Select(item => item.TraceId).Append(request).Distinct().Count());
        Assert.All(items, item => Assert.Equal(request, Assert.Single(item.Links).Context.TraceId));
    }

    [Fact]
    public async Task Turn_OfAConversation_IsOneSpanHoweverManyTokens()
    {
        await using SimulatedSilos silos = await StartAsync();
        IConversationGrain conversation = silos.Grains.GetGrain<IConversationGrain>($"t{Guid.NewGuid():N}/chat");
        ActivityTraceId request;
        TurnChunk answer;
        using (Activity asked = _requests.StartActivity("ask")!)
        {
            request = asked.TraceId;
            int turn = await conversation.StartTurnAsync(new TurnRequest(
                silos.Model.Id, new ChatMessage(ChatRole.User, "What is it?", []), new ChatSettings(300), null));
            Activity.Current = null; // reading is not what is looked at here
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            int offset = 0;
            do
            {
                answer = await conversation.ReadAsync(turn, offset, limit.Token);
                offset += answer.Text.Length;
            }
            while (answer.FinishReason is null);
        }

        Activity span = Assert.Single(await EndedAsync("janus.turn", "janus.conversation", conversation.GetPrimaryKeyString(), 1));
        Assert.Equal(request, span.TraceId);
        Assert.Equal(["first_token", "finished"], span.Events.Select(one => one.Name));
        Assert.Equal(answer.CompletionTokens, span.Events.Last().Tags.Single().Value);
        Activity[] all = [.. _ended.Where(one => one.TraceId == request && one.Recorded)];
        Assert.InRange(answer.CompletionTokens, 32, 300);
        Assert.True(all.Length <= 16, string.Join('\n', all.Select(one => one.DisplayName)));
        Assert.Contains(all, one => one.DisplayName.Contains("StartTurn", StringComparison.Ordinal));
    }

    private static async Task<SimulatedSilos> StartAsync()
    {
        SimulatedSilos silos = await SimulatedSilos.StartAsync(traces: true);
        await silos.AddModelAsync(stepMilliseconds: 1);
        return silos;
    }

    private async Task<(ActivityTraceId Request, string Job)> SubmitAsync(SimulatedSilos silos, WorkClass workClass)
    {
        IJobGrain job = silos.Job();
        using Activity request = _requests.StartActivity("submit")!;
        await job.SubmitAsync(silos.Images(2) with { Class = workClass });
        return (request.TraceId, job.GetPrimaryKeyString());
    }

    private async Task<Activity[]> EndedAsync(string name, string tag, string value, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            Activity[] found = [.. _ended.Where(one => one.OperationName == name && Equals(one.GetTagItem(tag), value))];
            if (found.Length >= count)
                return found;
            await Task.Delay(20, limit.Token);
        }
    }
}
