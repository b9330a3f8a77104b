using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Scheduling;

/// <summary>Keeps a model's <see cref="ScalingRule"/> told, and its answer at hand; part of the scheduler's grain.</summary>
/// <param name="memory">What an earlier life of the scheduler knew.</param>
internal sealed class ModelDemand(
    string model, ScalingMemories memories, IGrainFactory grains, ModelInstances instances, ScalingSettings settings, TimeProvider time, ScalingMemory? memory)
{
    private static readonly TimeSpan WritePeriod = TimeSpan.FromSeconds(30);

    private readonly ScalingRule _rule = new(settings, time.GetUtcNow(), memory);
    private ScalingDecision _decision;
    private long _waitingCodes, _leasedCodes;
    private int _undelivered;
    private DateTimeOffset _written = time.GetUtcNow();

    public void Arrived(long codes) => _rule.Arrived(codes, time.GetUtcNow());

    public void Made(int codes) => _rule.Made(codes);

    public void Decide(LeaseTable table)
    {
        (int places, int silos) = (Working().Sum(instance => instance.Capacity), Working().Count());
        (_waitingCodes, _leasedCodes) = (table.WaitingCodes, table.LeasedCodes);
        _decision = _rule.Decide(ScalingLoad.Of(table, places, _undelivered, silos), time.GetUtcNow());
    }

    public Demand Current(bool isComplete) => new(
        _decision.Wanted, _decision.Backlog, Working().Count(), _waitingCodes, _leasedCodes, _undelivered, _decision.CodesPerSecond, isComplete);

    public async Task CountUndeliveredAsync() => _undelivered = await grains.GetGrain<IDeliveryGrain>(model).GetBacklogAsync();

    /// <summary>Keeps what has been learned, now and then.</summary>
    public async Task RememberAsync()
    {
        if (time.GetUtcNow() - _written < WritePeriod)
            return;
        _written = time.GetUtcNow();
        await memories.WriteAsync(model, _rule.Remember(_written));
    }

    private IEnumerable<ModelInstance> Working() => instances.All.Where(instance => !instance.IsDraining);
}
