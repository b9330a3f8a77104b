using JanusCluster.Client.Cli;
using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>From a repository to a checkpoint's folder: finds the commit, lists it, fetches and checks beside the folder, and gives it its name.</summary>
internal sealed class ModelPull(PullRequest request, HubPatience patience, IPullView view, TimeProvider time)
{
    /// <exception cref="PullException">It cannot be had.</exception>
    /// <exception cref="UserMistakeException">The folder is taken, or cannot be written.</exception>
    public async Task<PullResult> RunAsync(CancellationToken cancellationToken)
    {
        var target = PullTarget.Of(request.Folder);
        using var connection = new HubConnection(request.Hub, request.Token, patience);
        var errors = new HubErrors(request.Hub, request.Repository, request.Revision, request.Token is not null, time);
        var retry = new HubRetry(patience, time, view.Waits);
        var listing = new HubListing(connection, request.Hub, request.Repository, errors, retry);
        // A branch may move while its files come: from here on there is only the commit. One that is named in full asks no hub.
        string commit = RevisionName.IsCommit(request.Revision)
            ? request.Revision
            : await listing.ResolveAsync(request.Revision, cancellationToken);
        if (await FindAsync(target, commit, cancellationToken) is { } there)
        {
            PartialFolder.Sweep(target);
            return there;
        }

        var files = CheckpointFiles.Choose(request.Repository, await listing.ListAsync(commit, cancellationToken));
        using PartialFolder partial = await PartialFolder.OpenAsync(target, patience.LockPeriod, view, time, cancellationToken);
        if (await FindAsync(target, commit, cancellationToken) is { } meanwhile)
        {
            partial.Remove();
            return meanwhile;
        }

        var source = new PullSource(connection, request.Hub, request.Repository, commit, errors, retry, patience);
        var record = PullRecord.Of(request.Repository, commit, files.Chosen);
        await FillAsync(source, partial.Begin(commit), files.Chosen, record, cancellationToken);
        partial.Complete(commit);
        partial.Remove();
        return new PullResult(target.FullPath, record, WasThere: false, files.LeftOut);
    }

    private async Task<PullResult?> FindAsync(PullTarget target, string commit, CancellationToken cancellationToken) =>
        await target.FindAsync(request.Repository, commit, request.Verify, view, cancellationToken) is { } record
            ? new PullResult(target.FullPath, record, WasThere: true, [])
            : null;

    private async Task FillAsync(
        PullSource source, string folder, IReadOnlyList<HubFile> files, PullRecord record, CancellationToken cancellationToken)
    {
        var pull = new FilePull(source, folder, view);
        (HubFile File, long Present)[] work = [.. files.Select(file => (file, pull.Present(file)))];
        FreeSpace.Check(folder, work.Sum(one => one.File.Size - one.Present));
        view.Began(work);
        // The largest first: it takes longest, however many others there are.
        await Parallel.ForEachAsync(
            files.OrderByDescending(file => file.Size),
            new ParallelOptions { MaxDegreeOfParallelism = request.Parallel, CancellationToken = cancellationToken },
            async (file, token) => await pull.RunAsync(file, token));
        CheckpointCheck.Check(folder, files);
        record.Write(folder);
    }
}
