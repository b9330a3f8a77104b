using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Jobs;

/// <summary>
/// What has become of the items of shards, durably. Results are set once; what is written under another epoch than that
/// of the item's last grant is refused, whoever asks and in whichever order calls arrive.
/// </summary>
internal interface IShardStore
{
    /// <summary>Everything known of a shard, without the codes.</summary>
    Task<ShardOutcome> LoadAsync(ShardKey shard, int items);

    /// <summary>Gives items to new epochs. Items that were lost without progress too often end with an error instead.</summary>
    /// <returns>For each grant what has become of it, and the codes that are kept.</returns>
    Task<IReadOnlyList<StoredGrant>> GrantAsync(ShardKey shard, IReadOnlyList<ItemGrant> grants);

    Task<ShardVerdicts> WriteAsync(ShardKey shard, ShardWrite write);

    /// <returns>False when it was recorded before.</returns>
    Task<bool> SetDeliveryAsync(ShardKey shard, int position, DeliveryReceipt receipt);

    Task SetCancelledAsync(ShardKey shard);

    /// <summary>Forgets the errors of these items, and how often they were tried.</summary>
    Task ClearErrorsAsync(ShardKey shard, IReadOnlyList<int> positions);

    /// <summary>All codes of a finished image; null when there are none, or no longer.</summary>
    Task<GeneratedImage?> GetImageAsync(ShardKey shard, int position);

    /// <summary>The codes that checkpoints hold of an image, from its first on, as in <see cref="GeneratedImage"/>.</summary>
    Task<byte[]> GetCheckpointAsync(ShardKey shard, int position);

    /// <summary>Forgets all of it.</summary>
    Task DeleteAsync(ShardKey shard);

    Task<ChatAnswer?> GetAnswerAsync(ShardKey shard, int position);
}

/// <param name="Codes">Codes that are kept of a granted item, as in <see cref="GeneratedImage"/>.</param>
/// <param name="Numerics">The class that must go on with them, where there is one.</param>
/// <param name="Error">Set when this grant was one too many: the item has ended with it.</param>
internal sealed record StoredGrant(GrantState State, byte[] Codes, string? Numerics = null, ItemError? Error = null);
