using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Telemetry;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Silo.Tests.Telemetry;

public sealed class SiloMetricsTests
{
    [Fact]
    public async Task Queue_MoreWorkThanPlaces_IsToldByTheSchedulersSiloAloneAndTheRestByTheModels()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IHost model = await silos.AddModelAsync(stepMilliseconds: 60_000, places: 1);
        using MeterReader control = new(silos.Services), worker = new(model.Services);
        await silos.Job().SubmitAsync(silos.Images(3));
        await silos.Job().SubmitAsync(silos.Images(2) with { Class = WorkClass.Interactive });

        // One of them runs; a young scheduler may take the first that comes.
        await worker.BecomesAsync(SiloMetricNames.Running, null, 1);
        await control.BecomesAsync(SiloMetricNames.Waiting, null, 4);
        Assert.Equal(4 * SimulatedSilos.Codes, control.Now(SiloMetricNames.QueueCodes));
        Assert.Equal(4, control.Now(SiloMetricNames.Waiting, "bulk") + control.Now(SiloMetricNames.Waiting, "interactive"));
        Assert.Equal(0, control.Now(SiloMetricNames.Waiting, "chat"));
        Assert.Null(worker.Now(SiloMetricNames.Waiting));
        Assert.Null(control.Now(SiloMetricNames.Running));
        Assert.Equal((1, 1), (control.Now(SiloMetricNames.Ready), worker.Now(SiloMetricNames.Ready, silos.Model.Id)));
    }

    [Fact]
    public async Task Work_ImagesAndATurn_AreCountedOnceEach()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IHost model = await silos.AddModelAsync(stepMilliseconds: 1);
        using MeterReader control = new(silos.Services), worker = new(model.Services);
        await worker.BecomesAsync(SiloMetricNames.Ready, silos.Model.Id, 1);
        Assert.Equal(0, worker.Now(SiloMetricNames.Images));

        IJobGrain job = silos.Job();
        await job.SubmitAsync(silos.Images(5));
        await SimulatedSilos.WaitAsync(job, status => status.Items.Generated == 5);
        TurnChunk answer = await AnswerAsync(silos);

        Assert.Equal((5, 0), (worker.Now(SiloMetricNames.Images, "bulk"), worker.Now(SiloMetricNames.Images, "interactive")));
        Assert.Equal(5 * SimulatedSilos.Codes, worker.Now(SiloMetricNames.ImageCodes));
        Assert.Equal(answer.CompletionTokens, worker.Now(SiloMetricNames.ChatTokens, "chat"));
        // Between tokens; those that come with the first one have no time between them.
        Assert.InRange(worker.Values(SiloMetricNames.InterToken, "chat").Length, 1, answer.CompletionTokens - 1);
        Assert.Equal(5, worker.Values(SiloMetricNames.ItemTime, "bulk").Length);
        Assert.Single(control.Values(SiloMetricNames.FirstToken, silos.Model.Id));
        Assert.Equal(worker.Now(SiloMetricNames.Steps), worker.Values(SiloMetricNames.StepTime).Length);
        Assert.InRange(worker.Now(SiloMetricNames.Steps)!.Value, SimulatedSilos.Codes, double.MaxValue);
        await control.BecomesAsync(SiloMetricNames.DeliveryBacklog, silos.Model.Id, 5);
        // Whichever silo has the shard told zeros from the beginning.
        Assert.Equal(0, control.Now(SiloMetricNames.ItemsFailed, "poison"));
        Assert.Equal(0, control.Now(SiloMetricNames.LeasesExpired));
    }

    private static async Task<TurnChunk> AnswerAsync(SimulatedSilos silos)
    {
        IConversationGrain conversation = silos.Grains.GetGrain<IConversationGrain>($"t{Guid.NewGuid():N}/chat");
        int turn = await conversation.StartTurnAsync(new TurnRequest(
            silos.Model.Id, new ChatMessage(ChatRole.User, "What is it?", []), new ChatSettings(300), null));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string text = "";
        while (true)
        {
            TurnChunk chunk = await conversation.ReadAsync(turn, text.Length, limit.Token);
            text += chunk.Text;
            if (chunk.FinishReason is not null)
                return chunk;
        }
    }
}
