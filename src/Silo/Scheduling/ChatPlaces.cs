using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Scheduling;

/// <summary>Finds places for turns of conversations.</summary>
internal sealed class ChatPlaces(LeaseTable table, ModelInstances instances, Func<string, double> weightOf)
{
    /// <summary>Of all places, so many stay free for tenants that have less than their share.</summary>
    private const double Reserve = 0.125;

    /// <summary>Leases turns while there are places for them.</summary>
    /// <returns>How many.</returns>
    public int Assign(DateTimeOffset expires)
    {
        int assigned = 0;
        for (; table.HasWaitingTurns; assigned++)
        {
            ModelInstance[] free = [.. instances.All.Where(instance => FreeAt(instance) > 0)];
            if (free.Length == 0 || table.TakeTurn(Shares(free.Sum(FreeAt)), turn => Choose(turn, free), expires) is null)
                break;
        }

        return assigned;
    }

    private int FreeAt(ModelInstance instance) => instance.IsDraining || table.IsQuarantined(instance.Key)
        ? 0
        : instance.ChatCapacity - table.HeldBy(instance.Key).Count(work => work.Class == WorkClass.Chat);

    /// <summary>The one that may hold the prefix; else the less loaded of two that chance names (Mitzenmacher 2001).</summary>
    private string Choose(QueuedWork turn, ModelInstance[] free)
    {
        if (free.Any(instance => instance.Key == turn.Preferred && instance.Key != turn.Avoided))
            return turn.Preferred!;
        ModelInstance[] others = [.. free.Where(instance => instance.Key != turn.Avoided)];
        if (others.Length == 0)
            others = free;
        ModelInstance first = others[Random.Shared.Next(others.Length)], second = others[Random.Shared.Next(others.Length)];
        return (Load(first) <= Load(second) ? first : second).Key;
    }

    private double Load(ModelInstance instance) =>
        (double)table.HeldBy(instance.Key).Count / Math.Max(1, instance.Capacity + instance.ChatCapacity);

    /// <summary>Whether a tenant may have one of the free places.</summary>
    private Func<string, bool> Shares(int free)
    {
        var turns = table.Turns.ToLookup(work => work.Tenant);
        int Leased(string tenant) => turns[tenant].Count(work => work.Lease is not null);
        int places = free + turns.Sum(tenant => Leased(tenant.Key));
        // One more than there are: a tenant that comes next finds its share free.
        double weights = 1 + turns.Sum(tenant => weightOf(tenant.Key));
        return tenant => free > places * Reserve || Leased(tenant) < Math.Max(1, places * weightOf(tenant) / weights);
    }
}
