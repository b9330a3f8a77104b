using StackExchange.Redis;

namespace JanusCluster.Silo.Hosting;

/// <summary>
/// Every silo looks now and then for what has lived long enough; it is enough that one does. Which one is nobody's affair:
/// when it dies in the middle, another goes on at the next time.
/// </summary>
internal sealed class ExpiryRounds(IConnectionMultiplexer redis)
{
    /// <returns>Whether the caller is to do this round.</returns>
    public Task<bool> TakeAsync(string name, TimeSpan period) =>
        // A little less than the period: the same silo may be the first the next time too.
        redis.GetDatabase().StringSetAsync($"janus:expiry:{name}", "", 0.9 * period, When.NotExists);
}
