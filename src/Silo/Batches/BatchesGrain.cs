using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Batches;

/// <inheritdoc cref="IBatchesGrain"/>
[ControlSiloFilter]
internal sealed class BatchesGrain(BatchIndex index) : Grain, IBatchesGrain
{
    private const int MostPerPage = 100;

    private string Tenant => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Identifier.Validate("tenant", Tenant);
        return Task.CompletedTask;
    }

    public async Task<BatchPage> ListAsync(string? after, int count)
    {
        count = Math.Clamp(count, 1, MostPerPage);
        IReadOnlyList<string> ids = await index.ListAsync(Tenant, after, count + 1)
            ?? throw JanusException.Invalid("after", $"There is no batch {after}.");
        BatchStatus?[] batches = await Task.WhenAll(ids.Take(count).Select(ReadAsync));
        return new BatchPage([.. batches.OfType<BatchStatus>()], ids.Count > count);
    }

    /// <summary>Null for a batch that is in the index but was never accepted.</summary>
    private async Task<BatchStatus?> ReadAsync(string batch)
    {
        try
        {
            return await GrainFactory.GetGrain<IBatchGrain>(new BatchKey(Tenant, batch).ToString()).GetAsync();
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }
}

/// <inheritdoc cref="IOpenBatchesGrain"/>
[ControlSiloFilter]
internal sealed class OpenBatchesGrain(BatchIndex index, RecordClock clock) : Grain, IOpenBatchesGrain
{
    private const int MostPerPage = 100;

    public async Task<IReadOnlyList<string>> ListDueAsync(int count) =>
        [.. (await index.ListDueAsync(clock.Now, Math.Clamp(count, 1, MostPerPage))).Select(batch => batch.ToString())];
}
