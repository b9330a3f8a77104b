using JanusCluster.Model.Runtime.Cpu;

namespace JanusCluster.Model.Tests.Runtime.Cpu;

public sealed class ThreadTeamTests
{
    private sealed class CountingJob(int failing = -1) : ITeamJob
    {
        public int[] Runs { get; } = new int[1000];

        public void Run(int item, int thread)
        {
            if (item == failing)
                throw new InvalidOperationException($"item {item}");
            Interlocked.Increment(ref Runs[item]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_ManySmallJobs_EachItemOnceEachTime(int threads)
    {
        using var team = new ThreadTeam(threads);
        var job = new CountingJob();
        for (int i = 0; i < 5000; i++)
            team.Run(job, i % 7);
        int[] expected = [.. Enumerable.Range(0, 7).Select(item => Enumerable.Range(0, 5000).Count(i => i % 7 > item))];
        Assert.Equal(expected, job.Runs.Take(7));
        team.Run(job, 1000);
        Assert.All(job.Runs.Skip(7), runs => Assert.Equal(1, runs));
    }

    [Fact]
    public async Task Run_AfterAPause_SleepersWake()
    {
        using var team = new ThreadTeam(3);
        var job = new CountingJob();
        for (int i = 0; i < 5; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            team.Run(job, 100);
        }

        Assert.All(job.Runs.Take(100), runs => Assert.Equal(5, runs));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_ItemThrows_CallerGetsItAndTheTeamGoesOn(int threads)
    {
        using var team = new ThreadTeam(threads);
        for (int failing = 0; failing < 50; failing++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => team.Run(new CountingJob(failing), 50));
            Assert.Equal($"item {failing}", thrown.Message);
        }

        var job = new CountingJob();
        team.Run(job, 50);
        Assert.All(job.Runs.Take(50), runs => Assert.Equal(1, runs));
    }

    [Fact]
    public void Run_Disposed_Throws()
    {
        var team = new ThreadTeam(2);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(new CountingJob(), 2));
    }
}
