using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using JanusCluster.Client.Http;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Batches;

/// <summary>
/// Reads a batch's input line by line. A bad line is an entry of the plan, and the others still run; what is wrong with the
/// whole ends the reading.
/// </summary>
internal sealed class BatchInput(string tenant, IBatchBodies bodies)
{
    /// <summary>An image of the most bytes in base64, and some text.</summary>
    public const int MaxLineBytes = 32 << 20;

    /// <summary>Of all texts together: a job is submitted as one message.</summary>
    public const long MaxTextBytes = 64 << 20;

    /// <summary>Depth of the deepest body, and the line around it.</summary>
    private const int MaxDepth = 33;

    private readonly Dictionary<string, int> _linesById = [];
    private readonly List<JobRequest> _requests = [];
    private readonly List<BatchError> _errors = [];
    private long _items;
    private long _textBytes;

    /// <summary>What runs, in order.</summary>
    public IReadOnlyList<JobRequest> Requests => _requests;

    /// <summary>The first of them.</summary>
    public IReadOnlyList<BatchError> Errors => _errors;

    /// <summary>Lines so far that are not blank.</summary>
    public int Lines { get; private set; }

    /// <summary>Of all lines; the first that can run decides. Null while there is none.</summary>
    public ModelDescription? Model { get; private set; }

    /// <exception cref="BatchInputException">The input as a whole cannot run.</exception>
    /// <exception cref="JanusException"><see cref="ErrorCode.Unavailable"/>: it can be read later.</exception>
    public async IAsyncEnumerable<PlanEntry> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new BoundedLineReader(input, MaxLineBytes);
        while (await reader.ReadAsync(cancellationToken) is { } line)
        {
            if (line.Error is null && string.IsNullOrWhiteSpace(line.Text))
                continue;
            if (++Lines > BatchRules.MaxLines)
                throw new BatchInputException("too_many_lines", $"The input has more than {BatchRules.MaxLines} lines; split it.");
            PlanEntry entry = await ReadAsync(reader.Number, line, cancellationToken);
            if (entry.Error is { } error && _errors.Count < BatchRules.MaxErrors)
                _errors.Add(error);
            CheckWhole();
            yield return entry;
        }

        if (Lines == 0)
            throw new BatchInputException("empty_file", "The input has no lines.");
    }

    private async Task<PlanEntry> ReadAsync(int number, TextLine line, CancellationToken cancellationToken)
    {
        string? customId = null;
        try
        {
            if (line.Text is null)
                throw new JanusException(ErrorCode.InvalidRequest, line.Error!);
            using JsonDocument document = Parse(line.Text);
            var read = BatchLine.Read(document.RootElement, out customId);
            if (_linesById.TryGetValue(read.CustomId, out int earlier))
                throw JanusException.Invalid("custom_id", $"custom_id is the same as on line {earlier}.");
            // A line that is wrong in another way takes its custom_id all the same: what it meant is not told by a later one.
            _linesById.Add(read.CustomId, number);
            BatchBody body = await ReadBodyAsync(read, cancellationToken);
            _requests.Add(body.Request);
            return new PlanEntry(number, customId, _requests.Count - 1, body.AsData, null);
        }
        catch (JanusException e) when (e.Code is ErrorCode.InvalidRequest or ErrorCode.NotFound)
        {
            return new PlanEntry(number, customId, null, false, new BatchError(CodeOf(e), e.Message, e.Field, number));
        }
    }

    private async Task<BatchBody> ReadBodyAsync(BatchLine line, CancellationToken cancellationToken)
    {
        try
        {
            BatchBody body = await bodies.ReadAsync(tenant, line, cancellationToken);
            if ((Model ??= body.Model).Id != body.Model.Id)
                throw JanusException.Invalid("model", $"All lines of a batch are for one model, and an earlier one is for {Model.Name}.");
            RequestRules.Validate(body.Request);
            _items += body.Request is ImageRequest images ? images.Count : 1;
            _textBytes += TextBytes(body.Request);
            return body;
        }
        catch (JanusException e) when (e.Field is { } field && !field.StartsWith("body", StringComparison.Ordinal))
        {
            throw new JanusException(e.Code, e.Message, $"body.{field}");
        }
    }

    private void CheckWhole()
    {
        if (_items > JobLimits.MaxItems)
            throw new BatchInputException("too_many_results", $"The input asks for more than {JobLimits.MaxItems} images and answers; split it.");
        if (_textBytes > MaxTextBytes)
            throw new BatchInputException("too_large", $"The texts of the input have more than {MaxTextBytes} bytes; split it.");
    }

    private static JsonDocument Parse(string line)
    {
        try
        {
            return StrictJson.Parse(line, MaxDepth);
        }
        catch (JsonException e)
        {
            // The library counts bytes from 0; its text goes on with a line number that is of no use for one line.
            string where = e.BytePositionInLine is { } at ? $" (near byte {at + 1})" : "";
            throw new JanusException(ErrorCode.InvalidRequest, $"The line is not valid JSON{where}.");
        }
    }

    private static string CodeOf(JanusException e) => e.Field switch
    {
        "custom_id" when e.Message.Contains("same as on line", StringComparison.Ordinal) => "duplicate_custom_id",
        "body.model" => "model_mismatch",
        null => "invalid_json_line",
        _ => "invalid_request",
    };

    private static long TextBytes(JobRequest request)
    {
        const int PerMessage = 64, PerRequest = 128;
        return Encoding.UTF8.GetByteCount(request.CustomId) + PerRequest + request switch
        {
            ImageRequest image => Encoding.UTF8.GetByteCount(image.Prompt),
            ChatRequest chat => chat.Messages.Sum(TextBytes),
            _ => 0,
        };

        static long TextBytes(ChatMessage message) =>
            PerMessage + Encoding.UTF8.GetByteCount(message.Text) + message.Images.Sum(image => (long)image.Length);
    }
}

/// <summary>A batch's input as a whole cannot run.</summary>
internal sealed class BatchInputException(string code, string message) : Exception(message)
{
    /// <summary>For programs.</summary>
    public string Code => code;
}
