using System.Security.Cryptography;
using JanusCluster.Contracts;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;
using JanusCluster.Storage;

namespace JanusCluster.Client.Input;

/// <summary>
/// Images of requests to blobs that conversations can name. Each is decoded within bounds and written anew: what else the
/// file held goes no further.
/// </summary>
internal sealed class ImageInput(IBlobStore blobs, RemoteImages remote, IUploadedImages uploads) : IDisposable
{
    /// <summary>An image may take 350 MB while it is decoded.</summary>
    private readonly SemaphoreSlim _decoding = new(Math.Max(1, Environment.ProcessorCount / 2));

    public void Dispose() => _decoding.Dispose();

    /// <param name="url">A data URI, or an address at one of the hosts that are allowed.</param>
    /// <param name="field">What the request calls it.</param>
    /// <returns>Name of the image's blob, by its content.</returns>
    /// <exception cref="JanusException">It is no image that can be used.</exception>
    public async Task<string> StoreAsync(string tenant, string url, string field, CancellationToken cancellationToken)
    {
        byte[] file = url.StartsWith(DataUri.Scheme, StringComparison.OrdinalIgnoreCase)
            ? DataUri.Decode(url, field, ImageLimits.Default.MaxBytes)
            : await remote.FetchAsync(url, field, cancellationToken);
        return await StoreAsync(tenant, file, field, cancellationToken);
    }

    /// <param name="file">Id of a file that the tenant has uploaded.</param>
    /// <inheritdoc cref="StoreAsync(string, string, string, CancellationToken)"/>
    public async Task<string> StoreFileAsync(string tenant, string file, string field, CancellationToken cancellationToken) =>
        await StoreAsync(tenant, await uploads.ReadAsync(tenant, file, field, cancellationToken), field, cancellationToken);

    /// <inheritdoc cref="StoreAsync(string, string, string, CancellationToken)"/>
    public async Task<string> StoreAsync(string tenant, byte[] file, string field, CancellationToken cancellationToken)
    {
        byte[] png = await DecodeAsync(file, field, cancellationToken);
        string name = $"{tenant}/images/{Convert.ToHexStringLower(SHA256.HashData(png))}.png";
        await blobs.WriteAsync(name, png, "image/png", cancellationToken);
        return name;
    }

    /// <summary>Decodes a file to see whether it is an image that can be used.</summary>
    /// <returns>Its media type.</returns>
    /// <exception cref="JanusException">It is none.</exception>
    public Task<string> CheckAsync(byte[] file, string field, CancellationToken cancellationToken) => DecodeAsync(
        () =>
        {
            var decoder = new ImageDecoder();
            decoder.Decode(file);
            return $"image/{decoder.ReadHeader(file).Format.ToString().ToLowerInvariant()}";
        }, field, cancellationToken);

    private Task<byte[]> DecodeAsync(byte[] file, string field, CancellationToken cancellationToken) =>
        DecodeAsync(() => PngEncoder.Encode(new ImageDecoder().Decode(file)), field, cancellationToken);

    private async Task<T> DecodeAsync<T>(Func<T> decode, string field, CancellationToken cancellationToken)
    {
        await _decoding.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(decode, cancellationToken);
        }
        catch (ImageFormatException e)
        {
            throw JanusException.Invalid(field, $"{field}: {e.Message}");
        }
        finally
        {
            _decoding.Release();
        }
    }
}
