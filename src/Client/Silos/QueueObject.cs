using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Silos;

/// <summary>What waits for a model, and what runs.</summary>
/// <param name="WaitingCodes">Codes and tokens that the waiting work costs.</param>
/// <param name="RunningCodes">Codes and tokens that the running work still costs.</param>
/// <param name="CodesPerSecond">Made by all silos together, over the last half minute.</param>
/// <param name="Places">Items and turns that can run at a time.</param>
internal sealed record QueueObject(
    string Model, int Waiting, int Running, long WaitingCodes, long RunningCodes, double CodesPerSecond, int Places, IReadOnlyList<TenantQueueObject> Tenants)
{
    public static QueueObject Of(string model, QueueStatus queue) => new(
        model, queue.Waiting, queue.Leased, queue.WaitingCodes, queue.LeasedCodes, Math.Round(queue.CodesPerSecond, 1), queue.Places,
        [.. queue.Tenants.Select(tenant => new TenantQueueObject(tenant.Tenant, tenant.Class, tenant.Waiting, tenant.WaitingCodes, tenant.Leased))]);

    public QueueStatus ToStatus() => new(
        Waiting, Running, WaitingCodes, RunningCodes,
        [.. Tenants.Select(tenant => new TenantQueue(tenant.Tenant, tenant.Class, tenant.Waiting, tenant.WaitingCodes, tenant.Running))], CodesPerSecond, Places);
}

/// <summary>One tenant's part of a queue in one class: chat, interactive or bulk.</summary>
internal sealed record TenantQueueObject(string Tenant, WorkClass Class, int Waiting, long WaitingCodes, int Running);

/// <summary>A cluster as administrators see it.</summary>
internal sealed record ClusterObject(string Object, IReadOnlyList<SiloObject> Silos, IReadOnlyList<QueueObject> Queues);
