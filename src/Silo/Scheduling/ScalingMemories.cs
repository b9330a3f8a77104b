using System.Text.Json;
using StackExchange.Redis;

namespace JanusCluster.Silo.Scheduling;

/// <summary>
/// What schedulers have learned of their models' silos, in Redis: a pool that is started from nothing, or a scheduler that comes
/// anew, need not learn it again.
/// </summary>
internal sealed partial class ScalingMemories(IConnectionMultiplexer redis, ILogger<ScalingMemories> logger)
{
    private const string Key = "janus:scaling";

    /// <returns>Null where nothing is known, or what is there cannot be read: it is learned anew.</returns>
    public async Task<ScalingMemory?> ReadAsync(string model)
    {
        try
        {
            return (string?)await redis.GetDatabase().HashGetAsync(Key, model) is { } text ? JsonSerializer.Deserialize<ScalingMemory>(text) : null;
        }
        catch (JsonException e)
        {
            LogUnreadable(e, model);
            return null;
        }
    }

    public Task WriteAsync(string model, ScalingMemory memory) => redis.GetDatabase().HashSetAsync(Key, model, JsonSerializer.Serialize(memory));

    [LoggerMessage(LogLevel.Warning, "What was known of the silos of {Model} cannot be read, and is learned anew")]
    private partial void LogUnreadable(Exception exception, string model);
}
