using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using JanusCluster.Client.Http;

namespace JanusCluster.Client.Batches;

/// <summary>One line of a batch's output or error file.</summary>
/// <param name="Line">Of the input; in the error file only.</param>
/// <param name="Response">What the endpoint would have answered; null in the error file.</param>
internal sealed record ResultLine(
    string Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? CustomId,
    int? Line,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] LineResponse? Response,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] LineFailure? Error)
{
    /// <summary>Ids follow from batch and line: whoever writes the files writes the same.</summary>
    public static string IdOf(string batch, int line) => $"batch_req_{Hash(batch, line)}";

    public static ResultLine Of(string batch, PlanEntry entry, object body) => new(
        IdOf(batch, entry.Line), entry.CustomId, null, new LineResponse(200, $"req_{Hash(batch, entry.Line)}", body), null);

    public static ResultLine Failed(string batch, PlanEntry entry, string code, string message, string? param = null) => new(
        IdOf(batch, entry.Line), entry.CustomId, entry.Line, null, new LineFailure(code, message, param));

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(stream, this, ApiJson.Options, cancellationToken);
        stream.WriteByte((byte)'\n');
    }

    private static string Hash(string batch, int line) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{batch}/{line}")).AsSpan(0, 16));
}

/// <param name="Body">An answer of the endpoint that the line names.</param>
internal sealed record LineResponse(int StatusCode, string RequestId, object Body);

/// <param name="Code">batch_cancelled, batch_expired, or what is wrong with the line or befell its request.</param>
/// <param name="Param">The field that is wrong, where one is.</param>
internal sealed record LineFailure(string Code, string Message, string? Param);
