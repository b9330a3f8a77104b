using System.IO.Compression;
using System.Text.Json;
using JanusCluster.Client.Export;
using JanusCluster.Client.Http;
using JanusCluster.Client.Jobs;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Storage;

namespace JanusCluster.Client.Studio.Pictures;

/// <summary>A job's finished pictures as one zip file, with a line for each in its manifest.jsonl; made while it is sent.</summary>
internal sealed class PictureArchive(IJobGrain job, IBlobStore blobs, TimeProvider time)
{
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        await using var late = new LateWrites(output);
        await using (ZipArchive zip = await ZipArchive.CreateAsync(late, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken))
            await AddAllAsync(zip, cancellationToken);
        await late.FlushAsync(cancellationToken);
    }

    private async Task AddAllAsync(ZipArchive zip, CancellationToken cancellationToken)
    {
        using var manifest = new MemoryStream();
        await foreach (ItemReport item in JobItems.ReadAsync(job, time, cancellationToken))
        {
            if (item.Item is not ImageItem image || item.State is not (ItemState.Delivered or ItemState.Failed))
                continue;
            string? file = item.Delivery is { } delivery && await blobs.ReadAsync(delivery.BlobName, cancellationToken) is { } png
                ? await AddAsync(zip, $"{item.Index:D5}-{PictureFileName.Of(image.CustomId, image.Image)}", png, cancellationToken)
                : null;
            manifest.Write(JsonSerializer.SerializeToUtf8Bytes(JobItemObject.Of(item, file), ApiJson.Options));
            manifest.WriteByte((byte)'\n');
        }

        await AddAsync(zip, "manifest.jsonl", manifest.ToArray(), cancellationToken);
    }

    private static async Task<string> AddAsync(ZipArchive zip, string name, byte[] content, CancellationToken cancellationToken)
    {
        // PNG files do not become smaller.
        await using Stream entry = await zip.CreateEntry(name, name.EndsWith(".png", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Fastest)
            .OpenAsync(cancellationToken);
        await entry.WriteAsync(content, cancellationToken);
        return name;
    }
}
