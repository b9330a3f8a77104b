namespace JanusCluster.Imaging;

/// <summary>Bicubic resize of 8-bit RGB with the results of <c>PIL.Image.resize(size, BICUBIC)</c>, bit for bit.</summary>
/// <remarks>
/// Two passes, horizontal first, each rounded to 8 bits. Shrinking widens the filter (antialiasing). A pass whose size
/// does not change is skipped. Pillow limits the horizontal pass to the rows the vertical one reads; for a whole image
/// these are all rows.
/// </remarks>
public static class PillowResize
{
    private const int Half = 1 << (ResampleKernel.PrecisionBits - 1);

    /// <param name="width">New width in pixels.</param>
    /// <param name="height">New height in pixels.</param>
    /// <returns>The same object when the size does not change.</returns>
    public static RgbImage Bicubic(RgbImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (image.Width != width)
            image = Horizontal(image, new ResampleKernel(image.Width, width));
        return image.Height == height ? image : Vertical(image, new ResampleKernel(image.Height, height));
    }

    private static RgbImage Horizontal(RgbImage image, ResampleKernel kernel)
    {
        var output = new byte[checked(kernel.OutputSize * image.Height * 3)];
        for (int y = 0, to = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            for (var x = 0; x < kernel.OutputSize; x++, to += 3)
            {
                var window = row[(kernel.Start(x) * 3)..];
                int red = Half, green = Half, blue = Half;
                var from = 0;
                foreach (var weight in kernel.Weights(x))
                {
                    red += window[from] * weight;
                    green += window[from + 1] * weight;
                    blue += window[from + 2] * weight;
                    from += 3;
                }
                output[to] = ToByte(red);
                output[to + 1] = ToByte(green);
                output[to + 2] = ToByte(blue);
            }
        }
        return new RgbImage(kernel.OutputSize, image.Height, output);
    }

    private static RgbImage Vertical(RgbImage image, ResampleKernel kernel)
    {
        var stride = image.Width * 3;
        var output = new byte[checked(kernel.OutputSize * stride)];
        var sums = new int[stride];
        for (var y = 0; y < kernel.OutputSize; y++)
        {
            Array.Fill(sums, Half);
            var source = kernel.Start(y);
            foreach (var weight in kernel.Weights(y))
            {
                var row = image.Row(source++);
                for (var i = 0; i < row.Length; i++)
                    sums[i] += row[i] * weight;
            }
            for (var i = 0; i < stride; i++)
                output[y * stride + i] = ToByte(sums[i]);
        }
        return new RgbImage(image.Width, kernel.OutputSize, output);
    }

    private static byte ToByte(int sum) => (byte)Math.Clamp(sum >> ResampleKernel.PrecisionBits, 0, 255);
}
