using JanusCluster.Contracts;
using JanusCluster.Contracts.Files;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Placement;
using JanusCluster.Storage;

namespace JanusCluster.Silo.Files;

/// <inheritdoc cref="IFileGrain"/>
/// <remarks>
/// Before anything is reserved or deleted, the file is in the index of those that are looked at later: whatever breaks off
/// is cleared away then.
/// </remarks>
[ControlSiloFilter]
internal sealed partial class FileGrain(
    [PersistentState("file", StorageNames.Grains)] IPersistentState<FileRecord> record,
    FileIndex index,
    StoredBytes stored,
    IBlobStore blobs,
    RecordClock clock,
    ILogger<FileGrain> logger) : Grain, IFileGrain
{
    /// <summary>Longer than any upload takes.</summary>
    internal static readonly TimeSpan UploadTime = TimeSpan.FromHours(6);

    private FileKey _key;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = FileKey.Parse(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task BeginAsync(FileUpload upload)
    {
        FileRules.Validate(upload);
        if (record.State.Upload is { } known && (known with { Bytes = upload.Bytes } != upload || record.State.State == FileState.Deleting))
            throw new JanusException(ErrorCode.Conflict, $"There is a file {_key.File} already, and it is another one.", "file");
        if (record.State.State == FileState.Stored)
            return;
        DateTimeOffset now = clock.Now;
        await index.ScheduleAsync(_key, now + UploadTime);
        await ReserveAsync(upload);
        record.State = new FileRecord { Upload = upload, State = FileState.Uploading, CreatedAt = now, Bytes = upload.Bytes };
        await WriteAsync();
    }

    public async Task<FileDescription> CompleteAsync(long bytes, string sha256)
    {
        if (record.State.Upload is null || record.State.State == FileState.Deleting)
            throw Unknown();
        if (record.State.State == FileState.Uploading)
        {
            await stored.ReserveAsync(_key, bytes, most: null);
            await index.AddAsync(_key, record.State.Upload.Purpose);
            (record.State.State, record.State.Bytes, record.State.Sha256) = (FileState.Stored, bytes, sha256);
            await WriteAsync();
        }

        // Last: until the file is known to be stored, it has to be looked at again.
        await (record.State.ExpiresAt is { } expiry ? index.ScheduleAsync(_key, expiry) : index.UnscheduleAsync(_key));
        return record.State.Describe(_key);
    }

    public Task<FileDescription> GetAsync() => Task.FromResult(
        record.State is { State: FileState.Stored, Upload: not null } && !IsOverdue() ? record.State.Describe(_key) : throw Unknown());

    public async Task DeleteAsync()
    {
        if (record.State is not { State: FileState.Stored, Upload: not null })
            throw Unknown();
        try
        {
            await RemoveAsync();
        }
        catch (BlobStoreException e)
        {
            // For its owner it is gone.
            LogContentStays(e, _key.ToString());
        }
    }

    public async Task<bool> DeleteIfOverdueAsync()
    {
        if (record.State.Upload is not null && !IsOverdue())
        {
            await (Due() is { } due ? index.ScheduleAsync(_key, due) : index.UnscheduleAsync(_key));
            return false;
        }

        try
        {
            await RemoveAsync();
        }
        catch (BlobStoreException e)
        {
            // Errors of the store are not for the wire.
            throw new JanusException(ErrorCode.Unavailable, $"The content of file {_key.File} cannot be deleted yet: {e.Message}");
        }

        return true;
    }

    private bool IsOverdue() => Due() <= clock.Now;

    private DateTimeOffset? Due() => record.State.State switch
    {
        FileState.Uploading => record.State.CreatedAt + UploadTime,
        FileState.Stored => record.State.ExpiresAt,
        _ => DateTimeOffset.MinValue,
    };

    /// <exception cref="JanusException">There is no room.</exception>
    private async Task ReserveAsync(FileUpload upload)
    {
        TenantPolicy policy = await GrainFactory.GetGrain<ITenantGrain>(_key.Tenant).GetPolicyAsync();
        long? most = upload.Purpose == FilePurpose.BatchOutput ? null : policy.MaxStoredBytes;
        if (await stored.ReserveAsync(_key, upload.Bytes, most) is { } others)
        {
            throw new JanusException(ErrorCode.LimitExceeded,
                $"Tenant {_key.Tenant} may store {most} bytes; its files have {others}, and this one would add {upload.Bytes}. Delete some first.", "file");
        }
    }

    /// <summary>Removes all that there is of the file. Each step may have been done by an earlier attempt.</summary>
    private async Task RemoveAsync()
    {
        if (record.State.Upload is not null && record.State.State != FileState.Deleting)
        {
            await index.ScheduleAsync(_key, clock.Now);
            record.State.State = FileState.Deleting;
            await WriteAsync();
        }

        if (record.State.Upload is { } upload)
            await index.RemoveAsync(_key, upload.Purpose);
        await blobs.DeleteAsync(_key.BlobName);
        await stored.ReleaseAsync(_key);
        if (record.RecordExists)
            await record.ClearStateAsync();
        await index.UnscheduleAsync(_key);
        DeactivateOnIdle();
    }

    private async Task WriteAsync()
    {
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            // What is remembered may differ from what is stored: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
    }

    private JanusException Unknown()
    {
        if (!record.RecordExists)
            DeactivateOnIdle();
        return new JanusException(ErrorCode.NotFound, $"There is no file {_key.File}.", "file");
    }

    [LoggerMessage(LogLevel.Warning, "The content of file {File} could not be deleted yet; it is tried again")]
    private partial void LogContentStays(Exception exception, string file);
}
