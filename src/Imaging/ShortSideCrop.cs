namespace JanusCluster.Imaging;

/// <summary>The middle square of a picture: its short side scaled to a size, what is over of the long side cut off on both ends.</summary>
/// <remarks>What the Janus-Pro report does to pictures that a model learns to make.</remarks>
public static class ShortSideCrop
{
    /// <param name="side">Pixels of the result, along either side.</param>
    /// <returns>The same object when nothing changes.</returns>
    public static RgbImage ToSquare(RgbImage image, int side)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        int shorter = Math.Min(image.Width, image.Height);
        RgbImage scaled = PillowResize.Bicubic(image, image.Width * side / shorter, image.Height * side / shorter);
        if (scaled.Width == side && scaled.Height == side)
            return scaled;
        int left = (scaled.Width - side) / 2, top = (scaled.Height - side) / 2;
        byte[] pixels = new byte[side * side * 3];
        for (int y = 0; y < side; y++)
            scaled.Row(top + y).Slice(left * 3, side * 3).CopyTo(pixels.AsSpan(y * side * 3));
        return new RgbImage(side, side, pixels);
    }
}
