using JanusCluster.Imaging;
using TorchSharp;

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

    /// <summary>Mean squared distance of the latents of plain patches from the mean of their color's.</summary>
    /// <param name="images">[N, 3, S, S], -1 to 1.</param>
    /// <param name="latents">[N, C, G, G].</param>
    public static torch.Tensor Spread(torch.Tensor images, torch.Tensor latents)
    {
        (long count, long grid, long side) = (images.shape[0], latents.shape[3], images.shape[3] / latents.shape[3]);
        torch.Tensor patches = images.view(count, Channels, grid, side, grid, side), brightest = patches.amax([3, 5]); // [N, 3, G, G]
        float[] most = Floats(brightest), least = Floats(patches.amin([3, 5]));
        long area = grid * grid;
        torch.Tensor rows = latents.permute(0, 2, 3, 1).reshape(count * area, -1);
        torch.Tensor[] groups = [.. Enumerable.Range(0, (int)(count * area))
            .Where(patch => Enumerable.Range(0, Channels).All(channel => most[At(patch, channel)] == least[At(patch, channel)]))
            .GroupBy(patch => (most[At(patch, 0)], most[At(patch, 1)], most[At(patch, 2)]))
            .Select(group => SquaredDistances(rows.index_select(0, torch.tensor(group.Select(patch => (long)patch).ToArray()))))];
        return groups.Length == 0 ? torch.zeros(1)[0] : torch.cat(groups, 0).mean();

        long At(int patch, int channel) => ((patch / area * Channels) + channel) * area + patch % area;
    }

    private static torch.Tensor SquaredDistances(torch.Tensor rows)
    {
        torch.Tensor difference = rows - rows.mean([0], keepdim: true);
        return (difference * difference).sum(1);
    }

    private static float[] Floats(torch.Tensor values) => values.contiguous().data<float>().ToArray();

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
