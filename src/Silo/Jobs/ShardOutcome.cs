using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Jobs;

/// <summary>State of every item of a shard, without codes and answers: the in-memory picture of its Redis hash.</summary>
internal sealed class ShardOutcome(int items)
{
    private readonly ItemOutcome[] _items = [.. Enumerable.Range(0, items).Select(_ => new ItemOutcome())];

    /// <summary>What was not finished when this was set will not be made.</summary>
    public bool Cancelled { get; set; }

    public ItemOutcome this[int position] => _items[position];

    public ItemState State(int position)
    {
        ItemOutcome item = _items[position];
        return item switch
        {
            { Delivery: not null } or { IsAnswered: true } => ItemState.Delivered,
            { FinishedAt: not null } => ItemState.Generated,
            { Error: not null } => ItemState.Failed,
            _ => Cancelled ? ItemState.Cancelled : ItemState.Queued,
        };
    }

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

    /// <summary>Takes note of a result that is durable.</summary>
    public void Set(int position, ItemResult result)
    {
        ItemOutcome item = _items[position];
        switch (result)
        {
            case GeneratedImage image:
                (item.Seconds, item.FinishedAt) = (image.Seconds, image.FinishedAt);
                break;
            case ChatAnswer answer:
                (item.Seconds, item.FinishedAt, item.IsAnswered) = (answer.Seconds, answer.FinishedAt, true);
                break;
            case ItemError error:
                item.Error = error;
                break;
            default:
                throw new ArgumentException($"A {result.GetType().Name} is no result of an item.", nameof(result));
        }
    }
}

/// <summary>What is known of one item.</summary>
internal sealed class ItemOutcome
{
    /// <summary>Times that it was leased since it last made progress.</summary>
    public int Attempts { get; set; }

    /// <summary>Codes that are kept of it.</summary>
    public int Codes { get; set; }

    /// <summary>The numerics class that must go on with them; null for any.</summary>
    public string? Numerics { get; set; }

    public double Seconds { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public bool IsAnswered { get; set; }

    public ItemError? Error { get; set; }

    public DeliveryReceipt? Delivery { get; set; }
}
