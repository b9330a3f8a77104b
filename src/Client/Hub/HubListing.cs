using System.Text.RegularExpressions;

namespace JanusCluster.Client.Hub;

/// <summary>What a repository holds at one commit.</summary>
internal sealed partial class HubListing(
    HubConnection connection, HubAddress hub, ModelRepository repository, HubErrors errors, HubRetry retry)
{
    private const int MaxPages = 100;
    private const int MaxFiles = 20_000;
    private const long MaxSize = 1L << 44;

    /// <summary>Which commit a branch or tag is now.</summary>
    /// <exception cref="PullException">There is none, or it may not be seen.</exception>
    public async Task<string> ResolveAsync(string revision, CancellationToken cancellationToken)
    {
        (RevisionBody body, _) = await GetAsync<RevisionBody>(hub.Revision(repository, revision), cancellationToken);
        return RevisionName.IsCommit(body.Sha)
            ? body.Sha
            : throw new PullException($"{hub} does not say which commit {revision} of {repository} is.");
    }

    /// <exception cref="PullException">The commit is not there, or what is listed is not to be trusted.</exception>
    public async Task<IReadOnlyList<HubFile>> ListAsync(string commit, CancellationToken cancellationToken)
    {
        var files = new List<HubFile>();
        Uri first = hub.Tree(repository, commit);
        Uri? page = first;
        for (int pages = 0; page is not null; pages++)
        {
            if (pages == MaxPages)
                throw new PullException($"{hub} lists {repository} on more than {MaxPages} pages.");
            (TreeEntry[] entries, Uri? next) = await GetAsync<TreeEntry[]>(page, cancellationToken);
            files.AddRange(entries.OfType<TreeEntry>().Where(entry => entry.Type == "file").Select(Read));
            if (files.Count > MaxFiles)
                throw new PullException($"{repository} has more than {MaxFiles} files: no checkpoint has.");
            if (next is not null && (!hub.Owns(next) || next.AbsolutePath != first.AbsolutePath))
                throw new PullException($"{hub} names a next page of its list that is not of this list; that is not followed.");
            page = next;
        }

        return files;
    }

    private async Task<(T Body, Uri? Next)> GetAsync<T>(Uri address, CancellationToken cancellationToken) =>
        await retry.RunAsync($"{repository}", async token =>
        {
            using HubAnswer answer = await connection.GetAsync(address, null, token);
            return answer.Response.IsSuccessStatusCode
                ? (await HubJson.ReadAsync<T>(answer, token), NextOf(answer.Response, address))
                : throw errors.Of(answer);
        }, cancellationToken);

    private HubFile Read(TreeEntry entry)
    {
        long size = entry.Lfs?.Size ?? entry.Size;
        return size is >= 0 and <= MaxSize
            ? new HubFile(entry.Path, size, ContentHash.Of(entry))
            : throw new PullException($"{hub} lists a file of {repository} with {size} bytes.");
    }

    private static Uri? NextOf(HttpResponseMessage response, Uri page)
    {
        if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? links))
            return null;
        Match next = NextLink().Match(string.Join(", ", links));
        return next.Success && Uri.TryCreate(page, next.Groups[1].Value, out Uri? address) ? address : null;
    }

    // RFC 8288: <address>; rel="next", among others with commas between them.
    [GeneratedRegex("""<([^<>]*)>[^<>]*;\s*rel="?next\b""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NextLink();
}
