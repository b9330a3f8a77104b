using JanusCluster.Client.Input;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Files;
using JanusCluster.Imaging;

namespace JanusCluster.Client.Files;

/// <inheritdoc cref="IUploadedImages"/>
internal sealed class UploadedImages(FileStore files) : IUploadedImages
{
    public async Task<byte[]> ReadAsync(string tenant, string file, string field, CancellationToken cancellationToken)
    {
        FileDescription found;
        try
        {
            found = await files.GetAsync(tenant, file, cancellationToken);
        }
        catch (JanusException e) when (e.Code == ErrorCode.NotFound)
        {
            throw JanusException.Invalid(field, $"{field}: {e.Message}");
        }

        if (found.Bytes > ImageLimits.Default.MaxBytes)
            throw JanusException.Invalid(field, $"{field}: the file has {found.Bytes} bytes; an image has at most {ImageLimits.Default.MaxBytes}.");
        await using Stream content = await files.OpenAsync(found, cancellationToken);
        byte[] bytes = new byte[found.Bytes];
        await content.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
