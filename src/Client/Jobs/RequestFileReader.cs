using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Jobs;

/// <summary>
/// Reads a file of requests: .txt with one prompt a line, or .jsonl with one object a line. Blank lines are skipped.
/// A bad line is reported and the others still run.
/// </summary>
internal static class RequestFileReader
{
    public const int MaxLineBytes = 256 * 1024;
    /// <summary>Of all prompts together: a job is submitted as one message.</summary>
    public const int MaxPromptCharacters = 16 << 20;

    /// <summary>Bad lines that are reported; a file with more of them is no file of requests.</summary>
    public const int MaxErrors = JobLimits.MaxRequests;

    public const long MaxFileBytes = 512L << 20;

    /// <param name="settings">Of what a line leaves out.</param>
    /// <exception cref="JanusException">The file cannot be read, is too large, or asks for too many images.</exception>
    public static async Task<RequestFile> ReadAsync(string path, ImageSettings settings, CancellationToken cancellationToken)
    {
        bool json = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSONL" => true,
            ".TXT" => false,
            _ => throw JanusException.Invalid("file", $"{path}: a file of requests ends in .jsonl or .txt."),
        };
        if (!File.Exists(path))
            throw JanusException.Invalid("file", $"There is no file {path}.");
        try
        {
            await using FileStream stream = File.OpenRead(path);
            if (stream.Length > MaxFileBytes)
                throw JanusException.Invalid("file", $"{path} has {stream.Length} bytes; at most {MaxFileBytes} are accepted.");
            return await ReadAsync(stream, json, settings, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JanusException.Invalid("file", $"{path} cannot be read: {e.Message}");
        }
    }

    /// <param name="json">Objects; otherwise plain prompts.</param>
    /// <param name="settings">Of what a line leaves out.</param>
    /// <exception cref="JanusException">The file asks for too many images.</exception>
    public static async Task<RequestFile> ReadAsync(Stream stream, bool json, ImageSettings settings, CancellationToken cancellationToken)
    {
        var reader = new BoundedLineReader(stream, MaxLineBytes);
        var requests = new List<ImageRequest>();
        var errors = new List<LineError>();
        var linesById = new Dictionary<string, int>();
        long images = 0, characters = 0;
        while (await reader.ReadAsync(cancellationToken) is { } line)
        {
            if (line.Error is null && string.IsNullOrWhiteSpace(line.Text))
                continue;
            string? customId = null;
            try
            {
                if (line.Text is null)
                    throw new JanusException(ErrorCode.InvalidRequest, line.Error!);
                ImageRequest request = json
                    ? RequestLineParser.Parse(line.Text, DefaultId(reader.Number), settings, out customId)
                    : Prompt(line.Text.Trim(), reader.Number, settings);
                if (!linesById.TryAdd(request.CustomId, reader.Number))
                    throw JanusException.Invalid("custom_id", $"custom_id is the same as on line {linesById[request.CustomId]}.");
                requests.Add(request);
                images += request.Count;
                characters += request.Prompt.Length;
            }
            catch (JanusException e)
            {
                errors.Add(new LineError(reader.Number, e.Field, e.Message, customId));
            }

            if (errors.Count > MaxErrors)
                throw JanusException.Invalid("file", $"The file has more than {MaxErrors} lines that cannot run. Line {errors[0].Line}: {errors[0].Message}");
            if (images > JobLimits.MaxItems)
                throw JanusException.Invalid("file", $"The file asks for more than {JobLimits.MaxItems} images; split it.");
            if (characters > MaxPromptCharacters)
                throw JanusException.Invalid("file", $"The file's prompts have more than {MaxPromptCharacters} characters; split it.");
        }

        return new RequestFile(requests, errors);
    }

    /// <summary>Zero-padded, so that names sort as the lines do.</summary>
    private static string DefaultId(int line) => $"line-{line:D6}";

    private static ImageRequest Prompt(string prompt, int line, ImageSettings settings)
    {
        var request = new ImageRequest(DefaultId(line), prompt, 1, null, settings);
        RequestRules.Validate(request);
        return request;
    }
}
