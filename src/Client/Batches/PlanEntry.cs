using System.Text.Json;
using System.Text.Json.Serialization;
using JanusCluster.Contracts.Batches;

namespace JanusCluster.Client.Batches;

/// <summary>What became of one line of a batch's input. A batch's plan has one for each line that is not blank, in order.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Request">Index of the line's request within the job; null for a line that does not run.</param>
/// <param name="AsData">As in <see cref="BatchBody"/>.</param>
/// <param name="Error">Why it does not run.</param>
internal sealed record PlanEntry(int Line, string? CustomId, int? Request, bool AsData, BatchError? Error)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    public byte[] ToLine() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    public static PlanEntry Parse(string line) => JsonSerializer.Deserialize<PlanEntry>(line, Json)!;
}
