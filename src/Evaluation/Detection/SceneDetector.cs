using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging;

namespace JanusCluster.Evaluation.Detection;

/// <summary>Finds the objects of a scene by plain image analysis: no learning, and no knowledge of what was asked for.</summary>
/// <remarks>
/// The border gives the background; what differs from it falls into connected regions; each region's color is its purest
/// pixels', and its shape that of the ideal object which covers it best.
/// </remarks>
public static class SceneDetector
{
    private const int Side = SceneGeometry.Side;

    /// <summary>Of a pixel from the background, squared: half of what lies between any background and object color.</summary>
    private const int Different = 55 * 55;

    /// <summary>Pixels; the smallest object has three times as many.</summary>
    private const int SmallestRegion = 24;

    /// <summary>A region that overlaps less with every ideal object is no object.</summary>
    private const double LeastOverlap = 0.5;

    /// <param name="image">Any size; the middle square of it is looked at.</param>
    public static SceneDetection Detect(RgbImage image)
    {
        Rgb[] pixels = Pixels(image);
        Rgb background = BorderColor(pixels);
        bool[] differs = [.. pixels.Select(pixel => pixel.DistanceTo(background) > Different)];
        IEnumerable<DetectedObject> objects =
            from region in Regions(differs)
            where region.Count >= SmallestRegion
            let one = Classify(pixels, background, region)
            where one.Overlap >= LeastOverlap
            orderby one.Y, one.X
            select one;
        return new SceneDetection(Enum.GetValues<Background>().MinBy(known => Palette.Of(known).DistanceTo(background)), [.. objects]);
    }

    private static Rgb[] Pixels(RgbImage image)
    {
        RgbImage square = ShortSideCrop.ToSquare(image, Side);
        var pixels = new Rgb[Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            ReadOnlySpan<byte> pixel = square.Row(i / Side).Slice(i % Side * 3, 3);
            pixels[i] = new Rgb(pixel[0], pixel[1], pixel[2]);
        }

        return pixels;
    }

    private static Rgb BorderColor(Rgb[] pixels) =>
        Median([.. pixels.Where((_, i) => i % Side is 0 or Side - 1 || i / Side is 0 or Side - 1)]);

    private static Rgb Median(IReadOnlyList<Rgb> colors)
    {
        return new(Middle(color => color.Red), Middle(color => color.Green), Middle(color => color.Blue));

        byte Middle(Func<Rgb, byte> channel) => colors.Select(channel).Order().ElementAt(colors.Count / 2);
    }

    /// <summary>Connected by edges.</summary>
    private static IEnumerable<List<int>> Regions(bool[] differs)
    {
        bool[] isSeen = new bool[differs.Length];
        var open = new Stack<int>();
        for (int start = 0; start < differs.Length; start++)
        {
            if (!differs[start] || isSeen[start])
                continue;
            var region = new List<int>();
            open.Push(start);
            isSeen[start] = true;
            while (open.TryPop(out int i))
            {
                region.Add(i);
                foreach (int next in Neighbors(i))
                {
                    if (!differs[next] || isSeen[next])
                        continue;
                    isSeen[next] = true;
                    open.Push(next);
                }
            }

            yield return region;
        }
    }

    private static IEnumerable<int> Neighbors(int i)
    {
        if (i % Side > 0)
            yield return i - 1;
        if (i % Side < Side - 1)
            yield return i + 1;
        if (i >= Side)
            yield return i - Side;
        if (i < Side * (Side - 1))
            yield return i + Side;
    }

    private static DetectedObject Classify(Rgb[] pixels, Rgb background, List<int> region)
    {
        // Edges mix with the background, red on white to pink: only the half that is farthest from it counts.
        Rgb[] purest = [.. region.Select(i => pixels[i]).OrderByDescending(pixel => pixel.DistanceTo(background)).Take(Math.Max(1, region.Count / 2))];
        Rgb seen = Median(purest);
        ObjectColor color = Enum.GetValues<ObjectColor>().MinBy(known => Palette.Of(known).DistanceTo(seen));
        int left = region.Min(i => i % Side), right = region.Max(i => i % Side), top = region.Min(i => i / Side), bottom = region.Max(i => i / Side);
        var cover = new Cover(pixels, background, seen, left - 2, right + 2, top - 2, bottom + 2);
        int centerX = (left + right + 1) / 2, centerY = (top + bottom + 1) / 2;
        DetectedObject? best = null;
        foreach (Shape shape in Enum.GetValues<Shape>())
        {
            foreach (ObjectSize size in Enum.GetValues<ObjectSize>())
            {
                for (int offset = 0; offset < 25; offset++)
                {
                    int x = centerX + offset % 5 - 2, y = centerY + offset / 5 - 2;
                    double overlap = cover.Overlap(ShapeCoverage.Of(shape, SceneGeometry.Radius(size)), x, y);
                    if (best is null || overlap > best.Overlap)
                        best = new DetectedObject(shape, color, size, x, y, overlap);
                }
            }
        }

        return best!;
    }
}
