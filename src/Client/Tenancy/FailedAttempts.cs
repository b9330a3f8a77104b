using System.Net;
using System.Threading.RateLimiting;

namespace JanusCluster.Client.Tenancy;

/// <summary>Counts wrong keys by address, so that nobody can have the cluster look for keys without end.</summary>
internal sealed class FailedAttempts : IDisposable
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private const int PerMinute = 60;

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = PerMinute,
            Window = Window,
            QueueLimit = 0,
        }));

    public void Dispose() => _limiter.Dispose();

    public bool AreTooMany(IPAddress? address)
    {
        // A lease of nothing is had as long as there is something left.
        using RateLimitLease lease = _limiter.AttemptAcquire(address ?? IPAddress.None, 0);
        return !lease.IsAcquired;
    }

    public void Add(IPAddress? address) => _limiter.AttemptAcquire(address ?? IPAddress.None).Dispose();
}
