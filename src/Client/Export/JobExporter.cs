using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Storage;

namespace JanusCluster.Client.Export;

/// <summary>Brings what a job has finished into a folder, as often as it is asked to and each item once.</summary>
internal sealed class JobExporter(
    IJobGrain job, ModelDescription model, IBlobStore blobs, ExportFolder folder, ErrorFile errors)
{
    private const int PageSize = JobLimits.ItemsPerShard;

    private readonly HashSet<int> _done = [];
    private readonly SortedDictionary<int, string> _files = [];
    private int _firstPage;

    /// <summary>Pictures of the job that are in the folder, whether this run or an earlier one wrote them.</summary>
    public int Pictures => _files.Count;

    /// <summary>Their names within the folder, in the job's order.</summary>
    public IReadOnlyList<string> Files => [.. _files.Values];

    /// <exception cref="BlobStoreException">The store cannot be reached; calling again goes on.</exception>
    public async Task ExportAsync(JobStatus status, CancellationToken cancellationToken)
    {
        int missing = status.Items.Settled - _done.Count;
        bool onlyDonePages = true;
        // Items finish roughly in order: the pages before the first open one are never read again, and those behind
        // the last finished item are not read yet.
        for (int page = _firstPage; missing > 0 && page * PageSize < status.Items.Total; page++)
        {
            IReadOnlyList<ItemReport> reports = await job.GetItemsAsync(page * PageSize, PageSize);
            foreach (ItemReport report in reports)
            {
                if (!_done.Contains(report.Index) && await TakeAsync(report, cancellationToken))
                    missing--;
            }

            onlyDonePages &= reports.All(report => _done.Contains(report.Index));
            if (onlyDonePages)
                _firstPage = page + 1;
        }
    }

    /// <returns>False while the item is not settled.</returns>
    private async Task<bool> TakeAsync(ItemReport report, CancellationToken cancellationToken)
    {
        switch (report.State)
        {
            case ItemState.Delivered when report.Item is ImageItem item:
                await TakePictureAsync(report, item, cancellationToken);
                break;
            case ItemState.Failed:
                errors.Add(ErrorEntry.Of(report));
                break;
            case ItemState.Delivered: // an answer, which is no file
            case ItemState.Cancelled:
                break;
            default:
                return false;
        }

        return _done.Add(report.Index);
    }

    private async Task TakePictureAsync(ItemReport report, ImageItem item, CancellationToken cancellationToken)
    {
        var key = PictureKey.Of(item, model);
        if (!folder.Contains(key))
        {
            string name = report.Delivery!.BlobName;
            if (await blobs.ReadAsync(name, cancellationToken) is not { } png)
            {
                errors.Add(ErrorEntry.Of(report) with { Code = ErrorCode.NotFound, Message = $"Its picture {name} is no longer in the store." });
                return;
            }

            folder.Add(report, item, model, png);
        }

        _files[report.Index] = folder.FileOf(key);
    }
}
