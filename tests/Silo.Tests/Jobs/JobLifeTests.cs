using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Jobs;

/// <summary>What may happen to a job beside being made.</summary>
public sealed class JobLifeTests : IAsyncLifetime
{
    private SimulatedSilos _silos = null!;

    public async ValueTask InitializeAsync()
    {
        _silos = await SimulatedSilos.StartAsync();
        await _silos.AddModelAsync(stepMilliseconds: 1);
    }

    public ValueTask DisposeAsync() => _silos.DisposeAsync();

    [Fact]
    public async Task Submit_ChatRequests_AreAnsweredAndNeedNoDelivery()
    {
        IJobGrain job = _silos.Job("chatty");
        ChatRequest[] questions = [.. Enumerable.Range(0, 5).Select(i => new ChatRequest(
            $"q-{i}", [new ChatMessage(ChatRole.User, $"What is {i}?", [])], new ChatSettings(MaxTokens: 20)))];
        await job.SubmitAsync(_silos.Images(1) with { Requests = questions });
        JobStatus done = await SimulatedSilos.WaitAsync(job, status => status.IsFinal);

        Assert.Equal((JobState.Completed, 5), (done.State, done.Items.Delivered));
        IReadOnlyList<ItemReport> items = await job.GetItemsAsync(0, 10);
        Assert.All(items, item => Assert.True(item.Answer!.Text.Length > 0 && item.Answer.CompletionTokens > 0));
        Assert.Equal(5, items.Select(item => item.Answer!.Text).Distinct().Count());
        Assert.Equal(5, (await _silos.Grains.GetGrain<ITenantGrain>("chatty").GetUsageAsync()).Answers);
    }

    [Fact]
    public async Task Submit_ChatRequestWithLogprobs_HasThemInItsAnswer()
    {
        IJobGrain job = _silos.Job();
        var question = new ChatRequest("q", [new ChatMessage(ChatRole.User, "What?", [])], new ChatSettings(MaxTokens: 6, TopLogprobs: 2));
        await job.SubmitAsync(_silos.Images(1) with { Requests = [question, question with { Settings = new ChatSettings(6) }] });
        await SimulatedSilos.WaitAsync(job, status => status.IsFinal);
        IReadOnlyList<ItemReport> items = await job.GetItemsAsync(0, 2);
        Assert.Equal(6, items[0].Answer!.Logprobs!.Count);
        Assert.All(items[0].Answer!.Logprobs!, token => Assert.Equal(2, token.Top.Count));
        Assert.Null(items[1].Answer!.Logprobs);
    }

    [Fact]
    public async Task Expire_LateJob_EndsWithWhatIsThere()
    {
        IJobGrain job = _silos.Job();
        await job.SubmitAsync(_silos.Images(2000) with { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) });
        await job.ReofferAsync();
        JobStatus status = await job.GetStatusAsync();
        Assert.True(status.IsCancelled);
        Assert.Equal(2000, status.Items.Generated + status.Items.Cancelled);
        JanusException e = await Assert.ThrowsAsync<JanusException>(job.RetryFailedAsync);
        Assert.Equal(ErrorCode.Conflict, e.Code);
    }

    [Fact]
    public async Task Submit_OverTheTenantsLimit_IsRefusedUntilThereIsRoom()
    {
        ITenantGrain tenant = _silos.Grains.GetGrain<ITenantGrain>("limited");
        await tenant.SetPolicyAsync(new TenantPolicy(MaxQueuedItems: 10));
        IJobGrain first = _silos.Job("limited"), second = _silos.Job("limited");
        await first.SubmitAsync(_silos.Images(8));
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => second.SubmitAsync(_silos.Images(9)));
        Assert.Equal(ErrorCode.LimitExceeded, e.Code);
        await Assert.ThrowsAsync<JanusException>(second.GetStatusAsync);
        await SimulatedSilos.WaitAsync(first, status => status.Items.Generated == 8);
        Assert.Equal(9, (await second.SubmitAsync(_silos.Images(9))).Items.Total);
    }

    [Theory]
    [InlineData(0, null, "weight")]
    [InlineData(double.NaN, null, "weight")]
    [InlineData(1, -1, "max_queued_items")]
    public async Task SetPolicy_OutOfRange_IsRefusedByName(double weight, int? queued, string field)
    {
        JanusException e = await Assert.ThrowsAsync<JanusException>(
            () => _silos.Grains.GetGrain<ITenantGrain>("t").SetPolicyAsync(new TenantPolicy(weight, MaxQueuedItems: queued)));
        Assert.Equal((ErrorCode.InvalidRequest, field), (e.Code, e.Field));
    }
}
