using System.Security.Cryptography;
using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Jobs;
using ErrorCode = JanusCluster.Contracts.ErrorCode;

namespace JanusCluster.Bench.Faults.Load;

/// <summary>Asks a cluster what has become of everything, and looks at what lies in Redis and in the blob store's folder.</summary>
internal sealed class FinalStateReader(IGrainFactory grains, IShardStore results, string blobFolder, Insistence insistence)
{
    public async Task<FinalState> ReadAsync(IReadOnlyList<string> jobs, IReadOnlyList<string> conversations)
    {
        var finalJobs = new List<FinalJob>();
        foreach (string job in jobs)
            finalJobs.Add(await insistence.AskAsync(() => ReadJobAsync(JobKey.Parse(job))));
        var finalConversations = new List<FinalConversation>();
        foreach (string conversation in conversations)
        {
            Transcript transcript = await insistence.AskAsync(() => grains.GetGrain<IConversationGrain>(conversation).GetTranscriptAsync());
            finalConversations.Add(new FinalConversation(conversation, transcript.Messages));
        }

        var usage = new List<FinalUsage>();
        foreach (string tenant in jobs.Concat(conversations).Select(key => key.Split('/')[0]).Distinct())
            usage.Add(await insistence.AskAsync(() => ReadUsageAsync(tenant)));
        return new FinalState(finalJobs, ReadBlobs(), finalConversations, usage);
    }

    private async Task<FinalUsage> ReadUsageAsync(string tenant)
    {
        TenantUsage usage = await grains.GetGrain<ITenantGrain>(tenant).GetUsageAsync();
        return new FinalUsage(tenant, usage.Images, usage.Answers);
    }

    private async Task<FinalJob> ReadJobAsync(JobKey job)
    {
        IJobGrain grain = grains.GetGrain<IJobGrain>(job.ToString());
        try
        {
            JobStatus status = await grain.GetStatusAsync();
            var items = new List<FinalItem>();
            while (items.Count < status.Items.Total)
            {
                IReadOnlyList<ItemReport> page = await grain.GetItemsAsync(items.Count, JobLimits.MaxItemsPerPage);
                if (page.Count == 0)
                    break;
                foreach (ItemReport report in page)
                    items.Add(await ReadItemAsync(job, report));
            }

            return new FinalJob(job.ToString(), status.State, items);
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            return new FinalJob(job.ToString(), null, []);
        }
    }

    private async Task<FinalItem> ReadItemAsync(JobKey job, ItemReport report)
    {
        (int shard, int position) = Math.DivRem(report.Index, JobLimits.ItemsPerShard);
        string? sha256 = report.Answer is { } answer
            ? ExpectedResults.Digest(answer.Text)
            : await results.GetImageAsync(job.Shard(shard), position) is { } image ? ExpectedResults.Digest(image.Codes) : null;
        return new FinalItem(
            report.Index, report.Item.CustomId, report.State, sha256, report.Delivery?.BlobName, report.Delivery?.Sha256,
            report.Error is { } error ? $"{error.Code}: {error.Message}" : null);
    }

    /// <summary>All files that are not the store's own.</summary>
    private IReadOnlyList<FinalBlob> ReadBlobs() =>
        [.. Directory.GetFiles(blobFolder, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(blobFolder, path).Replace('\\', '/')))
            .Where(file => !file.Name.StartsWith('.'))
            .Select(file => new FinalBlob(file.Name, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Path)))))];
}
