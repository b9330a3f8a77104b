using System.Security.Cryptography;
using JanusCluster.Contracts;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;
using JanusCluster.Storage;

namespace JanusCluster.Client.Cli;

/// <summary>Image files of a user to blobs that a conversation can name.</summary>
internal static class ChatImages
{
    /// <summary>Reads a file and decodes it within bounds; what comes out is written anew, without whatever else the file held.</summary>
    /// <returns>A PNG file.</returns>
    /// <exception cref="JanusException">The file cannot be read, or is no image that can be used.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            throw JanusException.Invalid("image", $"There is no file {path}.");
        try
        {
            if (new FileInfo(path).Length > ImageLimits.Default.MaxBytes)
                throw new ImageFormatException($"The file is larger than {ImageLimits.Default.MaxBytes} bytes.");
            byte[] file = await File.ReadAllBytesAsync(path, cancellationToken);
            return PngEncoder.Encode(new ImageDecoder().Decode(file));
        }
        catch (Exception e) when (e is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw JanusException.Invalid("image", $"{path}: {e.Message}");
        }
    }

    /// <returns>The blob's name: the same picture has the same one.</returns>
    public static async Task<string> StoreAsync(IBlobStore blobs, byte[] png, CancellationToken cancellationToken)
    {
        string name = $"{RunPlan.Tenant}/images/{Convert.ToHexStringLower(SHA256.HashData(png))}.png";
        await blobs.WriteAsync(name, png, "image/png", cancellationToken);
        return name;
    }
}
