using System.Globalization;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Bench.Cluster;

/// <summary>What jobs ask for.</summary>
internal static class BenchRequests
{
    /// <summary>Single images, each with a prompt as long as people's are.</summary>
    public static IReadOnlyList<JobRequest> Images(int count) => [.. Enumerable.Range(0, count).Select(index => new ImageRequest(
        Name(index), $"a watercolour of a lighthouse at dusk, seagulls around it, number {index}", 1, index, new ImageSettings()))];

    /// <summary>Answers of many lengths, from half of <paramref name="tokens"/> to one and a half of it.</summary>
    public static IReadOnlyList<JobRequest> Answers(int count, int tokens)
    {
        var lengths = new Random(Seed: 1);
        return [.. Enumerable.Range(0, count).Select(index => new ChatRequest(
            Name(index), [new ChatMessage(ChatRole.User, $"what is there to see in picture number {index}?", [])],
            new ChatSettings(lengths.Next(tokens / 2, (tokens * 3 / 2) + 1))))];
    }

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"item-{index}");
}
