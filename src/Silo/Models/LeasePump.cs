using System.Collections.Concurrent;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Models;

/// <summary>
/// Keeps this silo's model busy: pulls as many leases as there are free places, makes the images, hands the codes to
/// their shards, and renews what runs.
/// </summary>
internal sealed partial class LeasePump(
    IModelHost host,
    IGrainFactory grains,
    ILocalSiloDetails silo,
    TimeProvider time,
    ILogger<LeasePump> logger) : BackgroundService
{
    private static readonly TimeSpan RenewPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, RunningImage> _running = new();
    private readonly SemaphoreSlim _finished = new(0);
    private readonly string _key = silo.SiloAddress.ToParsableString();

    private ModelInstance Instance => new(_key, host.Capacity, _running.Count);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            ModelDescription model = await host.DescribeAsync(stoppingToken);
            ISchedulerGrain scheduler = grains.GetGrain<ISchedulerGrain>(model.Id);
            await Task.WhenAll(PullAsync(scheduler, stoppingToken), RenewAsync(scheduler, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (JanusException e)
        {
            // The model did not load. Whoever asks the host is told why; the silo stays, so that the reason can be read.
            LogNoModel(e.Message);
        }

        // Stopping cancels what runs; each image gives its lease back, so that another silo need not wait for it to run out.
        await Task.WhenAll(_running.Values.Select(image => image.Work));
    }

    private async Task PullAsync(ISchedulerGrain scheduler, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            int free = host.Capacity - _running.Count;
            if (free <= 0)
            {
                await _finished.WaitAsync(stopping);
                continue;
            }

            try
            {
                foreach (Lease lease in await scheduler.LeaseAsync(new LeaseRequest(Instance, free), stopping))
                    Start(scheduler, lease, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogPullFailed(e);
                await Task.Delay(RetryPause, time, stopping);
            }
        }
    }

    private void Start(ISchedulerGrain scheduler, Lease lease, CancellationToken stopping)
    {
        var image = new RunningImage(lease, CancellationTokenSource.CreateLinkedTokenSource(stopping));
        _running[lease.Id] = image;
        _ = RunAsync(scheduler, image);
    }

    private async Task RunAsync(ISchedulerGrain scheduler, RunningImage image)
    {
        Lease lease = image.Lease;
        bool finished = false;
        try
        {
            IJobShardGrain shard = grains.GetGrain<IJobShardGrain>(lease.Shard);
            try
            {
                GeneratedImage made = await host.GenerateAsync(
                    ShardKey.Parse(lease.Shard).JobKey.Tenant, lease.Item, codes => image.Codes = codes, image.Cancellation.Token);
                await shard.CompleteAsync(lease.Position, made);
            }
            catch (JanusException e) when (e.Code is ErrorCode.ModelFailure or ErrorCode.InvalidRequest)
            {
                await shard.FailAsync(lease.Position, new ItemError(e.Code, e.Message));
            }

            finished = true;
        }
        catch (OperationCanceledException) when (image.Cancellation.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            LogItemFailed(e, lease.Shard, lease.Position);
        }

        try
        {
            // Without this the lease runs out by itself, and the item is made once more.
            await scheduler.ReleaseAsync(lease.Id, finished);
        }
        catch (Exception e)
        {
            LogReleaseFailed(e, lease.Id);
        }

        _running.TryRemove(lease.Id, out _);
        _finished.Release();
        image.End();
    }

    private async Task RenewAsync(ISchedulerGrain scheduler, CancellationToken stopping)
    {
        var reported = new HashSet<JobKey>();
        using var timer = new PeriodicTimer(RenewPeriod, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                RunningImage[] running = [.. _running.Values];
                if (running.Length > 0)
                {
                    LeaseRenewal renewal = await scheduler.RenewAsync(
                        new LeaseProgress(Instance, [.. running.Select(image => image.Lease.Id)]));
                    foreach (long revoked in renewal.Revoked)
                        Revoke(revoked);
                }

                await ReportAsync(running, reported);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                LogRenewFailed(e);
            }
        }
    }

    private void Revoke(long lease)
    {
        if (!_running.TryGetValue(lease, out RunningImage? image))
            return;
        try
        {
            image.Cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It finished in this moment.
        }
    }

    /// <summary>Tells each job how many codes its running images have; once more with 0 when none run any longer.</summary>
    private async Task ReportAsync(RunningImage[] running, HashSet<JobKey> reported)
    {
        var codes = running.GroupBy(image => ShardKey.Parse(image.Lease.Shard).JobKey)
            .ToDictionary(job => job.Key, job => job.Sum(image => (long)image.Codes));
        foreach (JobKey job in reported.Union(codes.Keys).ToList())
            await grains.GetGrain<IJobGrain>(job.ToString()).ReportRunningAsync(_key, codes.GetValueOrDefault(job));
        reported.Clear();
        reported.UnionWith(codes.Keys);
    }

    private sealed class RunningImage(Lease lease, CancellationTokenSource cancellation)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile int _codes;

        public Lease Lease => lease;

        public CancellationTokenSource Cancellation => cancellation;

        public int Codes
        {
            get => _codes;
            set => _codes = value;
        }

        public Task Work => _ended.Task;

        public void End()
        {
            cancellation.Dispose();
            _ended.SetResult();
        }
    }
}
