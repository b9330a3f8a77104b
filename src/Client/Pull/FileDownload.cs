using System.Net;
using System.Net.Http.Headers;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Brings the bytes of one file to the disk, over as many connections as it takes. What they are is not looked at.</summary>
/// <param name="part">Path of what has come so far.</param>
internal sealed class FileDownload(PullSource source, HubFile file, string part, IPullView view)
{
    private readonly byte[] _buffer = new byte[256 << 10];

    private EntityTagHeaderValue? _tag;
    private long _received;
    private int _restarts;

    /// <summary>Ends when the file is as long as announced, and on the disk.</summary>
    /// <exception cref="SpoiledFileException">It is another file than announced.</exception>
    /// <exception cref="PullException">The hub was asked often enough, or the disk does not take it.</exception>
    public Task RunAsync(CancellationToken cancellationToken) =>
        source.Retry.RunAsync(file.Path, AttemptAsync, () => _received, cancellationToken);

    private async Task<bool> AttemptAsync(CancellationToken cancellationToken)
    {
        await using PartFile disk = PartFile.Open(part, file.Size);
        long have = disk.Length;
        if (have < file.Size || file.Size == 0)
        {
            using HubAnswer answer = await source.Connection.GetAsync(
                source.Hub.File(source.Repository, source.Commit, file.Path), headers => AskForRest(headers, have), cancellationToken);
            if (!answer.Response.IsSuccessStatusCode && answer.Response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable)
                throw source.Errors.Of(answer, file.Path);
            long from = RangeAnswer.Check(answer.Response, file, have, _tag);
            CountRestart(have, from);
            disk.CutTo(from);
            _tag = answer.Response.Headers.ETag is { IsWeak: false } tag ? tag : null;
            await CopyAsync(answer, disk, cancellationToken);
        }

        disk.Flush();
        return true;
    }

    private void AskForRest(HttpRequestHeaders headers, long have)
    {
        if (have == 0)
            return;
        headers.Range = new RangeHeaderValue(have, null);
        // Without a tag, after a start of this process, the hash will tell: a commit's content does not change.
        if (_tag is not null)
            headers.IfRange = new RangeConditionHeaderValue(_tag);
    }

    /// <summary>A host that cannot go on where a connection broke sends all of it again, which must end sometime.</summary>
    private void CountRestart(long have, long from)
    {
        if (from < have && ++_restarts > source.Patience.Tries)
            throw new PullException($"{file.Path}: the connection broke again and again, and the hub does not go on where it broke. Given up after {_restarts} times.");
    }

    private async Task CopyAsync(HubAnswer answer, PartFile disk, CancellationToken cancellationToken)
    {
        await using Stream body = await answer.OpenAsync(cancellationToken);
        while (await answer.ReadAsync(body, _buffer, cancellationToken) is > 0 and int count)
        {
            if (count > file.Size - disk.Length)
                throw new SpoiledFileException($"more than the {file.Size} bytes come that were announced.");
            await disk.AppendAsync(_buffer.AsMemory(0, count), cancellationToken);
            _received += count;
            view.Fetched(file, disk.Length);
        }

        if (disk.Length < file.Size)
            throw new HubAwayException($"{answer.Host} ended after {disk.Length} of {file.Size} bytes.");
    }
}
