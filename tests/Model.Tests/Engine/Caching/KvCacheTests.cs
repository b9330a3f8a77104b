using JanusCluster.Model.Engine;
using JanusCluster.Model.Tests.Engine.Scheduling;

namespace JanusCluster.Model.Tests.Engine.Caching;

public sealed class KvCacheTests
{
    [Fact]
    public void TryReserve_ImagesOfOnePrompt_ShareWholeBlocksAndCopyThePartialOne()
    {
        var harness = new SchedulerHarness();
        ImageSequence[] images = [.. Enumerable.Range(0, 3).Select(_ => harness.Add(Requests.Image(length: 40, codes: 16)))];
        harness.Step();
        harness.Step();
        for (int row = 0; row < 2; row++)
        {
            int[][] blocks = [.. images.Select(image => image.Tokens.Kv[row].Blocks.ToArray())];
            Assert.Equal([4, 4, 4], blocks.Select(own => own.Length)); // 56 positions
            Assert.Equal(blocks[0][..2], blocks[1][..2]); // 39 positions are shared: two whole blocks
            Assert.Equal(6, blocks.SelectMany(own => own[2..]).Distinct().Count());
        }

        Assert.Equal(6, harness.Memory.Moves.Copied);
        Assert.Equal(1000 - (2 * 3) - (3 * 2 * 2), harness.Cache.Available);
        Assert.Equal(4, harness.Cache.OwnBlocks(images[0]));
    }

    [Fact]
    public void TryReserve_PromptOfWholeBlocks_CopiesNothing()
    {
        var harness = new SchedulerHarness();
        harness.Add(Requests.Image(length: 33));
        harness.RunToEnd();
        Assert.Equal(0, harness.Memory.Moves.Copied);
    }

    [Fact]
    public void TryReserve_NotEnough_ChangesNothing()
    {
        var harness = new SchedulerHarness(blocks: 7);
        ImageSequence first = Requests.Image(), second = Requests.Image(prompt: 1);
        Assert.True(harness.Cache.TryReserve(first));
        Assert.False(harness.Cache.TryReserve(second));
        Assert.Equal(1, harness.Cache.Available);
        Assert.Empty(second.Prompts);
        Assert.Equal(0, second.Tokens.Kv[0].BlockCount);
        Assert.Equal(2, harness.Cache.Unfinished.Count()); // the first one's
    }

    [Fact]
    public void TryReserve_TextNotEnough_StoredPrefixStaysIdle()
    {
        var harness = new SchedulerHarness(blocks: 4);
        harness.Add(Requests.Chat(length: 33, maxTokens: 2));
        harness.RunToEnd();
        TextSequence longer = Requests.Chat(length: 40, maxTokens: 40);
        Assert.False(harness.Cache.TryReserve(longer));
        Assert.Equal((4, 2), (harness.Cache.Available, harness.Cache.Prefixes.Idle));
        Assert.Equal(0, longer.Tokens.Computed);
    }

    [Fact]
    public void TryReserve_StoredPrefix_StartsBehindIt()
    {
        var harness = new SchedulerHarness();
        harness.Add(Requests.Chat(length: 40));
        harness.RunToEnd();
        TextSequence again = Requests.Chat(length: 50);
        Assert.True(harness.Cache.TryReserve(again));
        Assert.Equal(32, again.Tokens.Computed);
        Assert.Equal(new PrefixCacheCounters(2, 90, 32, 0), harness.Cache.Prefixes.Counters);
    }

    [Theory]
    [InlineData(32, 16)] // the last known token is always computed
    [InlineData(33, 32)]
    public void TryReserve_WholePromptStored_LeavesATokenToCompute(int length, int computed)
    {
        var harness = new SchedulerHarness();
        harness.Add(Requests.Chat(length));
        harness.RunToEnd();
        TextSequence again = harness.Add(Requests.Chat(length));
        Assert.True(harness.Cache.TryReserve(again));
        Assert.Equal(computed, again.Tokens.Computed);
    }

    [Fact]
    public void TryReserve_OtherSalt_FindsNothing()
    {
        var harness = new SchedulerHarness();
        harness.Add(Requests.Text(Enumerable.Range(0, 40), salt: "one"));
        harness.RunToEnd();
        TextSequence other = Requests.Text(Enumerable.Range(0, 40), salt: "other");
        Assert.True(harness.Cache.TryReserve(other));
        Assert.Equal(0, other.Tokens.Computed);
    }

    [Fact]
    public void TryReserve_PrefixOnTheHost_ComesBack()
    {
        var harness = new SchedulerHarness(blocks: 6, new EngineOptions { HostPrefixBytes = 1 << 20 });
        harness.Add(Requests.Chat(length: 50, maxTokens: 2));
        harness.RunToEnd();
        harness.Add(Requests.Chat(length: 90, maxTokens: 2, first: 500)); // takes all blocks
        harness.RunToEnd();
        int before = harness.Tokens;
        TextSequence again = harness.Add(Requests.Chat(length: 50, maxTokens: 2));
        harness.RunToEnd(); // which checks the contents
        Assert.Equal(3, harness.Memory.Moves.Loaded);
        Assert.Equal(2 + 1, harness.Tokens - before);
        Assert.True(again.IsFinished);
    }

    [Fact]
    public void Available_PrefixBytes_BoundWhatIsKept()
    {
        long block = new HistoryMemory(1).BlockBytes;
        var harness = new SchedulerHarness(options: new EngineOptions { PrefixBytes = (2 * block) + 1 });
        harness.Add(Requests.Chat(length: 90));
        harness.RunToEnd();
        Assert.Equal((2, 1000), (harness.Cache.Prefixes.Idle, harness.Cache.Available));
        TextSequence again = Requests.Chat(length: 90);
        Assert.True(harness.Cache.TryReserve(again));
        Assert.Equal(32, again.Tokens.Computed); // the beginning is what was kept
    }
}
