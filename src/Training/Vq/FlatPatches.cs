using TorchSharp;

namespace JanusCluster.Training.Vq;

/// <summary>Whether patches of one color, which look the same, have the same code.</summary>
internal sealed class FlatPatches
{
    private const int Channels = 3;

    private readonly Dictionary<(float R, float G, float B), Dictionary<long, int>> _counts = [];

    /// <summary>Mean over all such patches.</summary>
    public double Agreement => _counts.Count == 0 ? 0 : (double)_counts.Values.Sum(codes => codes.Values.Max()) / _counts.Values.Sum(codes => codes.Values.Sum());

    /// <param name="images">[N, 3, S, S].</param>
    /// <param name="codes">Of all images, row by row: [N · G·G].</param>
    public void Add(torch.Tensor images, long[] codes)
    {
        foreach (IGrouping<(float, float, float), long> group in Find(images, (long)Math.Sqrt(codes.Length / images.shape[0])))
        {
            Dictionary<long, int> ofColor = _counts.TryGetValue(group.Key, out Dictionary<long, int>? known) ? known : _counts[group.Key] = [];
            foreach (long patch in group)
                ofColor[codes[patch]] = ofColor.GetValueOrDefault(codes[patch]) + 1;
        }
    }

    /// <summary>Mean squared distance of the latents of plain patches from the mean of their color's.</summary>
    /// <param name="images">[N, 3, S, S].</param>
    /// <param name="latents">[N, C, G, G].</param>
    public static torch.Tensor Spread(torch.Tensor images, torch.Tensor latents)
    {
        torch.Tensor rows = latents.permute(0, 2, 3, 1).reshape(-1, latents.shape[1]); // [N · G·G, C]
        torch.Tensor[] distances = [.. Find(images, latents.shape[3]).Select(group => SquaredDistances(rows.index_select(0, torch.tensor(group.ToArray()))))];
        return distances.Length == 0 ? torch.zeros(1)[0] : torch.cat(distances, 0).mean();
    }

    /// <summary>The patches of a single color, by color; counted over all images, row by row.</summary>
    private static IEnumerable<IGrouping<(float, float, float), long>> Find(torch.Tensor images, long grid)
    {
        using var scope = torch.NewDisposeScope();
        long count = images.shape[0], side = images.shape[3] / grid, area = grid * grid;
        torch.Tensor patches = images.view(count, Channels, grid, side, grid, side);
        float[] most = Floats(patches.amax([3, 5])), least = Floats(patches.amin([3, 5])); // [N, 3, G, G]
        return [.. from patch in Enumerable.Range(0, (int)(count * area))
                   let at = (patch / area * Channels * area) + (patch % area)
                   where Enumerable.Range(0, Channels).All(channel => most[at + channel * area] == least[at + channel * area])
                   group (long)patch by (most[at], most[at + area], most[at + 2 * area])];
    }

    private static torch.Tensor SquaredDistances(torch.Tensor rows)
    {
        torch.Tensor difference = rows - rows.mean([0], keepdim: true);
        return (difference * difference).sum(1);
    }

    private static float[] Floats(torch.Tensor values) => values.contiguous().data<float>().ToArray();
}
