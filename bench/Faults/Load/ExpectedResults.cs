using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Silo.Models;

namespace JanusCluster.Bench.Faults.Load;

/// <summary>What the simulated engine must have made, and how results are compared.</summary>
internal static class ExpectedResults
{
    public static string Codes(ImageRequest request, int codes) =>
        Digest(MemoryMarshal.AsBytes<ushort>(SimulatedCodes.Of(request.Prompt, request.Seed!.Value, codes)));

    public static string Answer(string question, int maxTokens) => Digest(SimulatedAnswer.Text(question, maxTokens));

    public static string Digest(string text) => Digest(Encoding.UTF8.GetBytes(text));

    /// <returns>SHA-256 in lower-case hex.</returns>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
