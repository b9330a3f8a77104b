using JanusCluster.Contracts;
using JanusCluster.Contracts.Files;
using JanusCluster.Silo.Placement;

namespace JanusCluster.Silo.Files;

/// <inheritdoc cref="IFilesGrain"/>
[ControlSiloFilter]
internal sealed class FilesGrain(FileIndex index) : Grain, IFilesGrain
{
    private const int MostPerPage = 1_000;

    private string Tenant => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Identifier.Validate("tenant", Tenant);
        return Task.CompletedTask;
    }

    public async Task<FilePage> ListAsync(FilePurpose? purpose, string? after, int count, bool newestFirst)
    {
        if (after is not null)
            Identifier.Validate("after", after);
        count = Math.Clamp(count, 1, MostPerPage);
        var files = new List<FileDescription>();
        while (true)
        {
            IReadOnlyList<string> ids = await index.ListAsync(Tenant, purpose, after, count + 1 - files.Count, newestFirst);
            // One that is being deleted, or has just expired, is in the index and not there.
            files.AddRange((await Task.WhenAll(ids.Select(ReadAsync))).OfType<FileDescription>());
            if (files.Count > count || ids.Count == 0)
                return new FilePage([.. files.Take(count)], files.Count > count);
            after = ids[^1];
        }
    }

    private async Task<FileDescription?> ReadAsync(string file)
    {
        try
        {
            return await GrainFactory.GetGrain<IFileGrain>(new FileKey(Tenant, file).ToString()).GetAsync();
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return null;
        }
    }
}
