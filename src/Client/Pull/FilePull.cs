using JanusCluster.Client.Hub;

namespace JanusCluster.Client.Pull;

/// <summary>Fetches one file and checks it. It has its name only when it is what was announced.</summary>
internal sealed class FilePull(PullSource source, string folder, IPullView view)
{
    private const string PartSuffix = ".part";

    /// <summary>Bytes of a file that are on the disk already.</summary>
    public long Present(HubFile file)
    {
        var part = new FileInfo(PathOf(file) + PartSuffix);
        return IsThere(file) ? file.Size : part.Exists ? Math.Min(part.Length, file.Size) : 0;
    }

    /// <exception cref="PullException">It cannot be had, or is not what was announced, twice.</exception>
    public async Task RunAsync(HubFile file, CancellationToken cancellationToken)
    {
        if (IsThere(file))
        {
            view.Finished(file);
            return;
        }

        for (bool again = false; ; again = true)
        {
            try
            {
                await FetchAsync(file, cancellationToken);
                view.Finished(file);
                return;
            }
            catch (SpoiledFileException e)
            {
                File.Delete(PathOf(file) + PartSuffix);
                if (again)
                    throw new PullException($"{file.Path} of {source.Repository} is not what {source.Hub} announces: {e.Message} It came so twice, and was deleted.", e);
                view.Spoiled(file, e.Message);
            }
        }
    }

    private async Task FetchAsync(HubFile file, CancellationToken cancellationToken)
    {
        string path = PathOf(file), part = path + PartSuffix;
        await new FileDownload(source, file, part, view).RunAsync(cancellationToken);
        view.Checking(file);
        string hash = await ContentHasher.ComputeAsync(part, file.Hash!.Kind, cancellationToken);
        if (hash != file.Hash.Hex)
            throw new SpoiledFileException($"it has the hash {hash}, and {file.Hash.Hex} was announced.");
        File.Move(part, path, overwrite: true);
    }

    // Only what was checked has this name.
    private bool IsThere(HubFile file) => new FileInfo(PathOf(file)) is { Exists: true } found && found.Length == file.Size;

    private string PathOf(HubFile file) => Path.Combine(folder, file.Path);
}
