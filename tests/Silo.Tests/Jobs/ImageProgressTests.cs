using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Models;
using JanusCluster.Silo.Tests.Hosting;

namespace JanusCluster.Silo.Tests.Jobs;

/// <summary>Images as far as they are drawn.</summary>
public sealed class ImageProgressTests
{
    [Fact]
    public async Task GetCodes_OfARunningImage_AreTheFirstOfTheWholeOnes()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IJobGrain job = silos.Job();
        await job.SubmitAsync(silos.Images(1));
        IJobShardGrain shard = Shard(silos, job);
        Assert.Equal((ItemState.Queued, 0), Sizes(await shard.GetCodesAsync(0)));

        await silos.AddModelAsync(stepMilliseconds: 40);
        byte[] whole = CodeBytes.Of(SimulatedCodes.Of("a picture of 0", 0, SimulatedSilos.Codes));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var seen = new List<int>();
        while (true)
        {
            ImageProgress progress = await shard.GetCodesAsync(0).WaitAsync(limit.Token);
            Assert.Equal(whole[..progress.Codes.Length], progress.Codes);
            seen.Add(progress.Codes.Length);
            if (progress.State == ItemState.Generated)
                break;
            await Task.Delay(20, limit.Token);
        }

        Assert.Equal(whole.Length, seen[^1]);
        Assert.Equal(seen.Order(), seen);
        Assert.Contains(seen, length => length > 0 && length < whole.Length);
    }

    [Fact]
    public async Task GetCodes_WhereThereIsNoImage_IsNotFound()
    {
        await using SimulatedSilos silos = await SimulatedSilos.StartAsync();
        IJobGrain job = silos.Job();
        var question = new ChatRequest("q", [new ChatMessage(ChatRole.User, "What?", [])], new ChatSettings(5));
        await job.SubmitAsync(silos.Images(1) with { Requests = [question] });
        foreach (int position in (int[])[-1, 0, 1])
        {
            JanusException e = await Assert.ThrowsAsync<JanusException>(() => Shard(silos, job).GetCodesAsync(position));
            Assert.Equal(ErrorCode.NotFound, e.Code);
        }
    }

    private static IJobShardGrain Shard(SimulatedSilos silos, IJobGrain job) =>
        silos.Grains.GetGrain<IJobShardGrain>(JobKey.Parse(job.GetPrimaryKeyString()).Shard(0).ToString());

    private static (ItemState, int) Sizes(ImageProgress progress) => (progress.State, progress.Codes.Length);
}
