using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Jobs;

/// <summary>State of every item of a shard, without the codes: the in-memory picture of its Redis hash.</summary>
internal sealed class ShardOutcome(int items)
{
    private readonly (double Seconds, DateTimeOffset FinishedAt)?[] _generated =
        new (double, DateTimeOffset)?[items];

    private readonly ItemError?[] _errors = new ItemError?[items];
    private readonly DeliveryReceipt?[] _delivered = new DeliveryReceipt?[items];

    /// <summary>What was not finished when this was set will not be made.</summary>
    public bool Cancelled { get; set; }

    public void SetGenerated(int position, double seconds, DateTimeOffset finishedAt) =>
        _generated[position] ??= (seconds, finishedAt);

    public void SetError(int position, ItemError error) => _errors[position] ??= error;

    public void SetDelivered(int position, DeliveryReceipt receipt) => _delivered[position] ??= receipt;

    public ItemState State(int position) => 0 switch
    {
        _ when _delivered[position] is not null => ItemState.Delivered,
        _ when _generated[position] is not null => ItemState.Generated,
        _ when _errors[position] is not null => ItemState.Failed,
        _ when Cancelled => ItemState.Cancelled,
        _ => ItemState.Queued,
    };

    public IReadOnlyList<int> Positions(ItemState state) =>
        [.. Enumerable.Range(0, items).Where(position => State(position) == state)];

    public ItemCounts Counts()
    {
        Span<int> counts = stackalloc int[5];
        for (int position = 0; position < items; position++)
            counts[(int)State(position)]++;
        return new ItemCounts(
            items, counts[(int)ItemState.Generated], counts[(int)ItemState.Delivered], counts[(int)ItemState.Failed],
            counts[(int)ItemState.Cancelled]);
    }

    public ItemReport Report(int position, int firstIndex, ImageItem item) => new(
        firstIndex + position, item, State(position), _generated[position]?.Seconds ?? 0,
        _generated[position]?.FinishedAt, _delivered[position], _errors[position]);
}
