using System.Collections.Concurrent;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Jobs;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Models;

/// <summary>
/// Keeps this silo's model busy: pulls as many leases as there are free places, and has each item made. When the silo stops
/// it drains: nothing new, what runs is kept and given back, turns are finished within a limit or handed over.
/// </summary>
internal sealed partial class LeasePump(
    IModelHost host,
    ItemRunner runner,
    LeaseBook book,
    RunningReports reports,
    SiloMetrics metrics,
    IGrainFactory grains,
    SiloSettings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<LeasePump> logger) : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<RunningItem, Task> _running = new();
    private readonly SemaphoreSlim _freed = new(0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var end = new CancellationTokenSource();
        try
        {
            ModelDescription model = await host.DescribeAsync(drain.Token);
            metrics.Serve(model.Id, host.Watch, book.Running);
            ISchedulerGrain scheduler = grains.GetGrain<ISchedulerGrain>(model.Id);
            Task background = Task.WhenAll(
                book.RunAsync(scheduler, model, end.Token), reports.RunAsync(() => _running.Keys, end.Token));
            await PullAsync(scheduler, model, drain.Token, end.Token);
            await DrainAsync(end);
            await background.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
        }
        catch (JanusException e)
        {
            // The model did not load. Whoever asks the host is told why; the silo stays, so that the reason can be read.
            LogNoModel(e.Message);
        }
    }

    private async Task PullAsync(ISchedulerGrain scheduler, ModelDescription model, CancellationToken drain, CancellationToken abandon)
    {
        while (!drain.IsCancellationRequested)
        {
            try
            {
                int free = host.Capacity - _running.Count;
                if (free <= 0)
                {
                    await _freed.WaitAsync(drain);
                    continue;
                }

                // The call is not cancelled with the wait: leases that it still brings are given back below.
                Task<IReadOnlyList<Lease>> asked = scheduler.LeaseAsync(new LeaseRequest(book.Instance, free, book.Held), drain);
                foreach (Lease lease in await asked)
                    Start(lease, model, drain, abandon);
            }
            catch (OperationCanceledException) when (drain.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                LogPullFailed(e);
                await Task.Delay(RetryPause, time, drain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Start(Lease lease, ModelDescription model, CancellationToken drain, CancellationToken abandon)
    {
        var item = new RunningItem(lease, JobItems.CostOf(lease.Item, model.CodesPerImage), drain);
        book.Hold(item.Held, () => item.Held, item.Cancel);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[item] = done.Task;
        _ = RunAsync(item, model, done, abandon);
    }

    private async Task RunAsync(RunningItem item, ModelDescription model, TaskCompletionSource done, CancellationToken abandon)
    {
        book.End(await runner.RunAsync(item, model, abandon));
        _running.TryRemove(item, out _);
        _freed.Release();
        item.Dispose();
        done.SetResult();
    }

    /// <summary>Items are cancelled by now and give themselves back; turns may go on for a while.</summary>
    private async Task DrainAsync(CancellationTokenSource end)
    {
        LogDraining(_running.Count);
        book.Drain();
        using var limit = new CancellationTokenSource(settings.DrainTime, time);
        await book.WaitForEndAsync(chatsOnly: true, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        book.RevokeTurns();
        using var last = new CancellationTokenSource(GiveBackTime, time);
        await Task.WhenAll(_running.Values).WaitAsync(last.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await book.WaitForEndAsync(chatsOnly: false, last.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await end.CancelAsync();
        LogDrained(book.Held.Count);
    }
}
