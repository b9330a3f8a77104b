using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Models;

/// <summary>One leased item of a job while it runs on this silo.</summary>
internal sealed class RunningItem(Lease lease, int cost, CancellationToken stopping) : IDisposable
{
    private readonly CancellationTokenSource _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private volatile MadeCodes _made = new(default);
    private int _tokens;

    public Lease Lease => lease;

    public JobKey Job { get; } = ShardKey.Parse(lease.Shard).JobKey;

    public ItemEpoch Epoch => new(lease.Position, lease.Id);

    public CancellationToken Token => _cancellation.Token;

    /// <summary>All codes so far, those included that an earlier lease has made. Written by the engine's thread.</summary>
    public ReadOnlyMemory<ushort> Codes
    {
        get => _made.Codes;
        set => _made = new MadeCodes(value);
    }

    /// <summary>Tokens of an answer so far; nothing of it is kept before it is whole.</summary>
    public int Tokens
    {
        get => Volatile.Read(ref _tokens);
        set => Volatile.Write(ref _tokens, value);
    }

    /// <summary>Codes that are kept, or on their way there.</summary>
    public int Kept { get; set; } = lease.Codes.Length / 2;

    public HeldLease Held => new(lease.Id, lease.Shard, lease.Position, lease.Class, Math.Max(0, cost - Codes.Length - Tokens));

    /// <summary>What is made and not kept yet; null when there is nothing.</summary>
    public ItemCheckpoint? TakeCheckpoint(string? numerics)
    {
        ReadOnlyMemory<ushort> codes = Codes;
        int from = Kept;
        if (codes.Length <= from)
            return null;
        Kept = codes.Length;
        return new ItemCheckpoint(Epoch, from, CodeBytes.Of(codes.Span[from..]), numerics);
    }

    /// <summary>Has the engine drop it within a step.</summary>
    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended in this moment.
        }
    }

    public void Dispose() => _cancellation.Dispose();

    /// <summary>One reference, so that another thread never sees half of a change.</summary>
    private sealed record MadeCodes(ReadOnlyMemory<ushort> Codes);
}
