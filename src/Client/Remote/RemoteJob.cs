using System.Runtime.CompilerServices;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Client.Remote;

/// <summary><c>/v1/jobs/{id}</c>.</summary>
internal sealed class RemoteJob(ApiClient api, RemoteBlobs blobs, string id, TimeProvider time) : IJobGrain
{
    /// <summary>A large file takes a while on a slow line.</summary>
    private static readonly TimeSpan SubmitTime = TimeSpan.FromMinutes(10);

    private readonly string _path = $"jobs/{id}";

    public async Task<JobStatus> SubmitAsync(JobSpecification specification)
    {
        if (specification.IsTransient || specification.ExpiresAt is not null || specification.Requests.Any(request => request is not ImageRequest))
            throw new NotSupportedException("Only images, without an end, are submitted from here.");
        string query = $"id={id}&model={Uri.EscapeDataString(specification.Model)}&name={Uri.EscapeDataString(Label(specification.Name))}"
            + $"&class={(specification.Class == WorkClass.Interactive ? "interactive" : "bulk")}";
        var lines = new RequestLines([.. specification.Requests.Cast<ImageRequest>()]);
        SubmittedJob submitted = await api.SendAsync<SubmittedJob>(HttpMethod.Post, $"jobs?{query}", lines, SubmitTime, CancellationToken.None);
        return submitted.Errors.Count == 0
            ? Read(submitted.Job)
            // The same lines were right here: the front has other rules than this program.
            : throw new JanusException(ErrorCode.InvalidRequest, $"{api.Endpoint} refuses line {submitted.Errors[0].Line}: {submitted.Errors[0].Message}", submitted.Errors[0].Field);
    }

    public async Task<JobStatus> GetStatusAsync() => Read(await api.GetAsync<JobObject>(_path));

    public async IAsyncEnumerable<JobStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using ServerEvents events = await ClusterCall.RepeatAsync(
            () => api.OpenAsync(HttpMethod.Get, $"{_path}/events", null, null, cancellationToken), time, cancellationToken);
        JobStatus status;
        do
        {
            ServerEvent next = await events.NextAsync(cancellationToken);
            if (next.Name == "error")
                throw ApiErrors.Of(RemoteJson.Read<ErrorBody>(next.Data).Error);
            status = Read(RemoteJson.Read<JobObject>(next.Data));
            yield return status;
        }
        while (!status.IsFinal);
    }

    public Task<JobStatus> CancelAsync() => ChangeAsync("cancel");

    public Task<JobStatus> PauseAsync() => ChangeAsync("pause");

    public Task<JobStatus> UnpauseAsync() => ChangeAsync("resume");

    public Task<JobStatus> RetryFailedAsync() => ChangeAsync("retry");

    public async Task<IReadOnlyList<ItemReport>> GetItemsAsync(int offset, int count)
    {
        // Asked often while a job runs: a front that has had enough requests for now is not what ends the command.
        JobItemList found = await ClusterCall.RepeatAsync(
            () => api.GetAsync<JobItemList>($"{_path}/items?offset={offset}&limit={count}"), time, CancellationToken.None);
        var reports = new List<ItemReport>();
        foreach (JobItemObject item in found.Data)
        {
            string picture = $"{id}/{item.Index}";
            if (item.Url is { } url)
                blobs.Locate(picture, url, item.Sha256 ?? "");
            reports.Add(item.ToReport(picture));
        }

        return reports;
    }

    public Task DeleteAsync() => throw new NotSupportedException();

    public Task<bool> DeleteIfEndedAsync(DateTimeOffset cutoff) => throw new NotSupportedException();

    public Task ReportShardAsync(int shard, ShardCounts counts) => throw new NotSupportedException();

    public Task ReportRunningAsync(string instance, long codesInFlight) => throw new NotSupportedException();

    public Task ReofferAsync() => throw new NotSupportedException();

    private async Task<JobStatus> ChangeAsync(string change) => Read(await api.SendAsync<JobObject>(HttpMethod.Post, $"{_path}/{change}"));

    private static JobStatus Read(JobObject job) => job.ToStatus(RemoteSession.Tenant);

    /// <summary>A front takes shorter names than a grain: it is a label for people.</summary>
    private static string Label(string name)
    {
        if (name.Length <= JobSubmission.MaxNameLength)
            return name;
        int end = JobSubmission.MaxNameLength - 1;
        return $"{name[..(char.IsHighSurrogate(name[end - 1]) ? end - 1 : end)]}…";
    }
}
