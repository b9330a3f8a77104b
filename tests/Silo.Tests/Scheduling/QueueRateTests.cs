using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Scheduling;

/// <summary>What a queue tells of the speed of its silos.</summary>
public sealed class QueueRateTests
{
    [Fact]
    public async Task GetStatus_WhileImagesAndAnswersAreMade_TellsTheirRateAndThePlaces()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        await silos.QueueBecomesAsync(queue => (queue.CodesPerSecond, queue.Places) == (0, 0));
        await silos.AddModelAsync(stepMilliseconds: 5);
        await silos.QueueBecomesAsync(queue => queue.Places == 4 + 16);
        IJobGrain images = silos.Job();
        await images.SubmitAsync(silos.Images(8));
        await silos.QueueBecomesAsync(queue => queue.CodesPerSecond > 0);
        await SimulatedSilos.WaitAsync(images, status => status.Items.Generated == 8);
    }

    [Fact]
    public async Task GetStatus_AfterAShortAnswer_CountsWhatWasSaidNotWhatWasAllowed()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        await silos.AddModelAsync(stepMilliseconds: 0);
        IJobGrain job = silos.Job();
        var question = new ChatRequest("q", [new ChatMessage(ChatRole.User, "What is this?", [])], new ChatSettings(50_000));
        await job.SubmitAsync(silos.Images(1) with { Requests = [question] });
        await SimulatedSilos.WaitAsync(job, status => status.IsFinal);
        await silos.QueueBecomesAsync(queue => queue is { Leased: 0, CodesPerSecond: > 0 });
        // A scheduler that is a second old: 256 words at most, where 50,000 were allowed.
        Assert.InRange((await silos.Scheduler.GetStatusAsync()).CodesPerSecond, 0.01, 300);
    }
}
