using System.Collections.Concurrent;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Models;

/// <summary>
/// All leases that this silo holds, of items and of turns: renews them, drops those that are revoked, and tells the
/// scheduler of every end until it has heard.
/// </summary>
internal sealed partial class LeaseBook(IModelHost host, ILocalSiloDetails silo, TimeProvider time, ILogger<LeaseBook> logger)
{
    private static readonly TimeSpan RenewPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Entry> _entries = new();
    private readonly ConcurrentDictionary<long, EndedLease> _ended = new();
    private readonly SemaphoreSlim _news = new(0);
    private volatile bool _isDraining;
    private volatile string _numerics = "";

    /// <summary>The key of this silo's model grain.</summary>
    public string Key { get; } = silo.SiloAddress.ToParsableString();

    /// <summary>The silo takes no more work.</summary>
    public bool IsDraining => _isDraining;

    public ModelInstance Instance => new(
        Key, host.Capacity, Running(WorkClass.Bulk) + Running(WorkClass.Interactive), host.ChatCapacity, Running(WorkClass.Chat), _numerics, _isDraining);

    /// <summary>Leases of this class whose work runs here.</summary>
    public int Running(WorkClass workClass) => _entries.Values.Count(entry => entry.Class == workClass && !entry.IsOver);

    /// <summary>What the scheduler must not take for lost: also leases of whose end it has not heard.</summary>
    public IReadOnlyList<HeldLease> Held => [.. _entries.Values.Select(entry => entry.Read())];

    /// <param name="read">The lease as it is now; called from any thread.</param>
    /// <param name="revoke">Called when the lease is over; may be called more than once.</param>
    public void Hold(HeldLease lease, Func<HeldLease> read, Action revoke) =>
        _entries[lease.Id] = new Entry(lease.Class, read, revoke);

    public void End(EndedLease ended)
    {
        if (_entries.TryGetValue(ended.Id, out Entry? entry))
            entry.IsOver = true;
        _ended[ended.Id] = ended;
        _news.Release();
    }

    /// <summary>Has every holder of a turn give it up.</summary>
    public void RevokeTurns()
    {
        foreach (Entry entry in _entries.Values.Where(entry => entry is { IsChat: true, IsOver: false }))
            entry.Revoke();
    }

    /// <summary>From now on the scheduler is told to give nothing more.</summary>
    public void Drain()
    {
        _isDraining = true;
        _news.Release();
    }

    /// <summary>Waits until nothing of this kind is held.</summary>
    public async Task WaitForEndAsync(bool chatsOnly, CancellationToken cancellationToken)
    {
        while (_entries.Values.Any(entry => chatsOnly ? entry is { IsChat: true, IsOver: false } : true))
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
    }

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(ISchedulerGrain scheduler, ModelDescription model, CancellationToken cancellationToken)
    {
        _numerics = model.Numerics;
        await Task.WhenAll(RenewAllAsync(scheduler, cancellationToken), TellAllAsync(scheduler, cancellationToken));
    }

    private async Task RenewAllAsync(ISchedulerGrain scheduler, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewPeriod, time);
        do
        {
            try
            {
                LeaseRenewal renewal = await scheduler.RenewAsync(new LeaseProgress(Instance, Held)).WaitAsync(cancellationToken);
                foreach (long revoked in renewal.Revoked)
                {
                    if (_entries.TryGetValue(revoked, out Entry? entry) && !entry.IsOver)
                        entry.Revoke();
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogRenewFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task TellAllAsync(ISchedulerGrain scheduler, CancellationToken cancellationToken)
    {
        bool toldOfDrain = false;
        while (true)
        {
            await _news.WaitAsync(cancellationToken);
            while (_news.Wait(0, CancellationToken.None))
            {
                // All that has come is told at once.
            }

            EndedLease[] ended = [.. _ended.Values];
            try
            {
                if (_isDraining && !toldOfDrain)
                {
                    await scheduler.RenewAsync(new LeaseProgress(Instance, Held)).WaitAsync(cancellationToken);
                    toldOfDrain = true;
                }

                if (ended.Length > 0)
                    await scheduler.EndAsync(Key, ended).WaitAsync(cancellationToken);
                foreach (EndedLease told in ended)
                {
                    _ended.TryRemove(told.Id, out _);
                    _entries.TryRemove(told.Id, out _);
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogEndsFailed(e);
                await Task.Delay(RetryPause, time, cancellationToken);
                _news.Release();
            }
        }
    }

    private sealed class Entry(WorkClass workClass, Func<HeldLease> read, Action revoke)
    {
        public WorkClass Class => workClass;

        public bool IsChat => workClass == WorkClass.Chat;

        /// <summary>Its end is known here, and not yet to the scheduler.</summary>
        public bool IsOver { get; set; }

        public HeldLease Read() => read();

        public void Revoke() => revoke();
    }

    [LoggerMessage(LogLevel.Warning, "Renewing leases failed; trying again")]
    private partial void LogRenewFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The scheduler did not hear of ended leases; trying again")]
    private partial void LogEndsFailed(Exception exception);
}
