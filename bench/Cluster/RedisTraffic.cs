using System.Text.Json.Nodes;
using JanusCluster.Bench.Measuring;

namespace JanusCluster.Bench.Cluster;

/// <summary>What a redis-server was sent and has written.</summary>
/// <param name="Received">Bytes of commands, reads included.</param>
/// <param name="Appended">Bytes of the append-only file: what was written, as it is kept.</param>
internal sealed record RedisTraffic(double Received, double Appended, double Commands, TimeSpan Cpu)
{
    public static RedisTraffic operator -(RedisTraffic a, RedisTraffic b) => new(
        a.Received - b.Received, a.Appended - b.Appended, a.Commands - b.Commands, a.Cpu - b.Cpu);

    /// <summary>Adds itself to a result, an item's share of it.</summary>
    public void Describe(JsonObject result, int items)
    {
        result["redis_in_bytes_per_item"] = Numbers.Round(Received / items);
        result["aof_bytes_per_item"] = Numbers.Round(Appended / items);
        result["redis_commands_per_item"] = Numbers.Round(Commands / items);
        result["redis_cpu_us_per_item"] = Numbers.Round(Cpu.TotalMicroseconds / items);
    }
}
