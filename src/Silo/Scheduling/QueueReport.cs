using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Scheduling;

/// <summary>Sums up a table for those who watch it.</summary>
internal static class QueueReport
{
    public static QueueStatus Of(LeaseTable table)
    {
        long waiting = 0, leased = 0;
        var tenants = new Dictionary<(string, WorkClass), TenantQueue>();
        foreach (QueuedWork work in table.All)
        {
            TenantQueue queue = tenants.GetValueOrDefault((work.Tenant, work.Class)) ?? new TenantQueue(work.Tenant, work.Class, 0, 0, 0);
            bool isWaiting = work.Lease is null;
            waiting += isWaiting ? work.Codes : 0;
            leased += isWaiting ? 0 : work.Codes;
            tenants[(work.Tenant, work.Class)] = isWaiting
                ? queue with { Waiting = queue.Waiting + 1, WaitingCodes = queue.WaitingCodes + work.Codes }
                : queue with { Leased = queue.Leased + 1 };
        }

        return new QueueStatus(table.Waiting, table.Leased, waiting, leased, [.. tenants.Values]);
    }
}
