using JanusCluster.Client.Jobs;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Client.Export;

/// <summary>One line of errors.jsonl: what was asked for and not made.</summary>
/// <param name="Line">Line of the input file, for a line that did not run.</param>
/// <param name="Image">Index of the image within its request, for an image that failed.</param>
internal sealed record ErrorEntry(string? CustomId, int? Line, int? Image, string? Field, ErrorCode Code, string Message)
{
    public static ErrorEntry Of(LineError error) =>
        new(error.CustomId, error.Line, null, error.Field, ErrorCode.InvalidRequest, error.Message);

    public static ErrorEntry Of(ItemReport report) => new(
        report.Item.CustomId, null, (report.Item as ImageItem)?.Image, null,
        report.Error?.Code ?? ErrorCode.Internal, report.Error?.Message ?? "It failed.");
}

/// <summary>
/// errors.jsonl of an export: the errors of the latest run in that folder, each once. There is no such file when
/// nothing is wrong.
/// </summary>
internal sealed class ErrorFile : IDisposable
{
    private readonly string _path;
    private readonly HashSet<ErrorEntry> _known = [];
    private readonly List<ErrorEntry> _entries = [];
    private JsonLinesFile<ErrorEntry>? _file;

    public ErrorFile(string folder)
    {
        _path = Path.Combine(folder, "errors.jsonl");
        // Every run meets all of its errors anew: those of its input when it reads it, those of its job when it follows it.
        File.Delete(_path);
    }

    /// <summary>In the order in which they were met.</summary>
    public IReadOnlyList<ErrorEntry> Entries => _entries;

    public void Add(ErrorEntry entry)
    {
        if (!_known.Add(entry))
            return;
        _entries.Add(entry);
        _file ??= JsonLinesFile<ErrorEntry>.Open(_path);
        _file.Append(entry);
    }

    public void Dispose() => _file?.Dispose();
}
