using JanusCluster.Client.Delivery;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Tests.Delivery;

public sealed class DeliveryServiceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Pictures_AreWrittenUnderTheirIndexAndAcknowledged()
    {
        await using var bench = new DeliveryBench(20);
        await bench.StartAsync();
        await bench.FinishedAsync();

        Assert.Equal(20, bench.Receipts.Count);
        Assert.Equal("local/job/001007.png", bench.Receipts[7].BlobName);
        byte[] content = (await bench.Blobs.ReadAsync("local/job/001007.png", Cancellation))!;
        Assert.Equal((MemoryBlobStore.Digest(content), content.Length), (bench.Receipts[7].Sha256, bench.Receipts[7].Bytes));
        Assert.InRange(bench.MostLeased, 1, new DeliveryOptions().Parallelism);
    }

    [Fact]
    public async Task Run_TextChunks_SayAllThatIsNeededToMakeThePictureAgain()
    {
        await using var bench = new DeliveryBench(1);
        await bench.StartAsync();
        await bench.FinishedAsync();

        Assert.True(bench.Rendered.TryDequeue(out var request));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["prompt"] = "a prompt",
                ["seed"] = "0",
                ["settings"] = """{"guidance":5,"temperature":1,"top_k":0,"top_p":1}""",
                ["model"] = FakeCluster.Description.Id,
                ["custom_id"] = "id-0",
            },
            request.Text.ToDictionary());
    }

    [Fact]
    public async Task Run_BlobExistsAlready_AdoptsItsDigest()
    {
        await using var bench = new DeliveryBench(1);
        await bench.Blobs.WriteAsync("local/job/001000.png", new byte[] { 1, 2, 3 }, "image/png", Cancellation);
        await bench.StartAsync();
        await bench.FinishedAsync();
        Assert.Equal(MemoryBlobStore.Digest([1, 2, 3]), bench.Receipts[0].Sha256);
        Assert.Empty(bench.Rendered);
    }

    [Fact]
    public async Task Run_StoreAwayForAWhile_LosesNothing()
    {
        await using var bench = new DeliveryBench(10);
        bench.Blobs.FailNext(25);
        await bench.StartAsync();
        await bench.FinishedAsync();
        Assert.Equal(10, bench.Receipts.Count);
        Assert.Equal(10, bench.Blobs.Names.Count);
    }

    [Fact]
    public async Task Run_SiloGone_RendersOnAnother()
    {
        await using var bench = new DeliveryBench(3);
        bench.BeforeRender = (key, _) =>
        {
            if (key == "idle")
                throw new SiloUnavailableException();
        };
        await bench.StartAsync();
        await bench.FinishedAsync();
        Assert.Equal(3, bench.Receipts.Count);
    }

    [Fact]
    public async Task Run_AcknowledgementFails_IsRepeatedWithTheBlobThatIsThere()
    {
        await using var bench = new DeliveryBench(1);
        int failures = 3;
        bench.BeforeAcknowledge = _ =>
        {
            if (failures-- > 0)
                throw new TimeoutException();
        };
        await bench.StartAsync();
        await bench.FinishedAsync();
        Assert.Single(bench.Rendered);
        Assert.Single(bench.Blobs.Names);
    }

    [Fact]
    public async Task Run_OnePictureCannotBeRendered_TheOthersAreDelivered()
    {
        await using var bench = new DeliveryBench(12);
        bench.BeforeRender = (_, request) =>
        {
            if (request.Codes[0] == 5)
                throw new JanusException(ErrorCode.ModelFailure, "These codes are no picture.");
        };
        await bench.StartAsync();
        while (bench.Receipts.Count < 11)
            await Task.Delay(5, Cancellation);
        Assert.DoesNotContain(5, bench.Receipts.Keys);
    }

    [Fact]
    public async Task StopAsync_WhileTheStoreIsAway_ReturnsEveryLease()
    {
        await using var bench = new DeliveryBench(10);
        bench.Blobs.FailNext(int.MaxValue);
        await bench.StartAsync();
        while (bench.Blobs.Attempts < 8)
            await Task.Delay(5, Cancellation);
        await bench.StopAsync();
        Assert.Equal(0, bench.Leased);
        Assert.Empty(bench.Receipts);
    }

    [Fact]
    public async Task Run_NoModelYet_DeliversWhenThereIsOne()
    {
        await using var bench = new DeliveryBench(3);
        bench.Directory.Answers = [[], [], [FakeCluster.Description.Id], [FakeCluster.Description.Id, "other@000000000000"], []];
        await bench.StartAsync();
        await bench.FinishedAsync();
        Assert.Equal(3, bench.Receipts.Count);
    }
}
