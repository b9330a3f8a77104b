using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Storage;

namespace JanusCluster.Client.Delivery;

/// <summary>Delivers one picture: rendered, written, acknowledged. Every step may be repeated, by anyone.</summary>
internal sealed class PictureDelivery(IGrainFactory grains, PictureRenderer renderer, IBlobStore blobs, TimeProvider time)
{
    private const string ContentType = "image/png";

    public async Task DeliverAsync(UndeliveredImage image, CancellationToken cancellationToken)
    {
        var shard = ShardKey.Parse(image.Shard);
        string name = $"{shard.Tenant}/{shard.Job}/{image.Index:D6}.png";
        BlobDescription blob = await blobs.DescribeAsync(name, cancellationToken)
            ?? await WriteAsync(name, image, cancellationToken);
        await grains.GetGrain<IJobShardGrain>(image.Shard).AcknowledgeDeliveryAsync(
            image.Position, new DeliveryReceipt(blob.Name, blob.Sha256, blob.Bytes, time.GetUtcNow()));
    }

    /// <summary>When another front was faster, its blob counts: rendering again need not give the same bits.</summary>
    private async Task<BlobDescription> WriteAsync(string name, UndeliveredImage image, CancellationToken cancellationToken)
    {
        byte[] png = await renderer.RenderAsync(
            image.Model, new RenderRequest(image.Image.Codes, PictureText.Of(image.Model, image.Item)), cancellationToken);
        return (await blobs.WriteAsync(name, png, ContentType, cancellationToken)).Blob;
    }
}
