using JanusCluster.Contracts;

namespace JanusCluster.Silo.Jobs;

/// <summary>The end of a job's life: first nobody finds it, then its shards go, then itself, and last its places in the indexes.</summary>
/// <remarks>What a deletion that breaks off leaves behind is still in the index of ended jobs, from where it is tried again.</remarks>
internal sealed partial class JobGrain
{
    public async Task DeleteAsync()
    {
        if (record.RecordExists)
        {
            if (!record.State.IsFinal)
            {
                throw new JanusException(
                    ErrorCode.Conflict, $"Job {_key.Job} is {record.State.State.ToString().ToLowerInvariant()}; cancel it first.", "job");
            }

            await EraseAsync();
        }

        await openJobs.RemoveAsync(_key);
        DeactivateOnIdle();
    }

    public async Task<bool> DeleteIfEndedAsync(DateTimeOffset cutoff)
    {
        if (Exists && !record.State.IsFinal)
        {
            await openJobs.ReopenAsync(_key, record.State.IsTransient);
            return false;
        }

        if (Exists && record.State.FinishedAt is { } finishedAt && finishedAt >= cutoff)
        {
            await openJobs.AddEndedAsync(_key, finishedAt, record.State.IsTransient);
            return false;
        }

        await DeleteAsync();
        return true;
    }

    private async Task EraseAsync()
    {
        if (!record.State.IsDeleted)
        {
            await _writing.WaitAsync();
            try
            {
                record.State.IsDeleted = true;
                await record.WriteStateAsync();
            }
            catch
            {
                DeactivateOnIdle(); // what is stored is not known
                throw;
            }
            finally
            {
                _writing.Release();
            }
        }

        _changed.Raise();
        await new JobShards(GrainFactory, _key, record.State.Shards).DeleteAsync();
        await record.ClearStateAsync();
    }
}
