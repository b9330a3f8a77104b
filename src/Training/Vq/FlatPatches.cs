using JanusCluster.Imaging;

namespace JanusCluster.Training.Vq;

/// <summary>Whether patches of one color, which look the same, have the same code.</summary>
internal sealed class FlatPatches
{
    private const int Channels = 3;

    private readonly Dictionary<(byte R, byte G, byte B), Dictionary<long, int>> _counts = [];

    /// <summary>Mean over all such patches.</summary>
    public double Agreement => _counts.Count == 0 ? 0 : (double)_counts.Values.Sum(codes => codes.Values.Max()) / _counts.Values.Sum(codes => codes.Values.Sum());

    /// <param name="codes">Of all images, row by row.</param>
    public void Add(IReadOnlyList<RgbImage> images, long[] codes)
    {
        int perImage = codes.Length / images.Count, grid = (int)Math.Sqrt(perImage);
        for (int i = 0; i < codes.Length; i++)
        {
            int patch = i % perImage;
            if (ColorOf(images[i / perImage], patch % grid, patch / grid, images[0].Width / grid) is not { } color)
                continue;
            Dictionary<long, int> ofColor = _counts.TryGetValue(color, out Dictionary<long, int>? known) ? known : _counts[color] = [];
            ofColor[codes[i]] = ofColor.GetValueOrDefault(codes[i]) + 1;
        }
    }

    private static (byte, byte, byte)? ColorOf(RgbImage image, int column, int row, int side)
    {
        ReadOnlySpan<byte> pixels = image.Pixels.Span;
        ReadOnlySpan<byte> first = pixels.Slice(((row * side * image.Width) + (column * side)) * Channels, Channels);
        for (int y = 0; y < side; y++)
        {
            ReadOnlySpan<byte> line = pixels.Slice((((row * side + y) * image.Width) + (column * side)) * Channels, side * Channels);
            for (int x = 0; x < line.Length; x += Channels)
            {
                if (!line.Slice(x, Channels).SequenceEqual(first))
                    return null;
            }
        }

        return (first[0], first[1], first[2]);
    }
}
