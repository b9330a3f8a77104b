using System.Text;
using JanusCluster.Contracts.Files;
using JanusCluster.Silo.Hosting;
using JanusCluster.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Silo.Tests.Hosting;

/// <summary>A silo whose clock for records can be put forward.</summary>
public sealed class ClockedSilo : SiloFixture
{
    public AdvancedTime Time { get; } = new();

    /// <summary>Writes a begun file's content as a front does, and completes it.</summary>
    public async Task<FileDescription> StoreAsync(FileKey key, string content)
    {
        BlobWrite write = await Blobs.WriteAsync(key.BlobName, Encoding.UTF8.GetBytes(content), "application/jsonl");
        return await Grains.GetGrain<IFileGrain>(key.ToString()).CompleteAsync(write.Blob.Bytes, write.Blob.Sha256);
    }

    protected override void Configure(IServiceCollection services) => services.AddSingleton(new RecordClock(Time));
}

/// <summary>The system's time, and what has been added to it.</summary>
public sealed class AdvancedTime : TimeProvider
{
    private long _ticks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));
}
