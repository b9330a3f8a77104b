using JanusCluster.Imaging;

namespace JanusCluster.Evaluation.Scenes;

/// <summary>Draws scenes: flat colors, smooth edges.</summary>
public static class SceneRenderer
{
    /// <summary><see cref="SceneGeometry.Side"/> pixels square.</summary>
    public static RgbImage Draw(Scene scene) => Draw(scene, SceneGeometry.Side, SceneGeometry.Side, Palette.Of, Palette.Of);

    /// <summary>As an unsteady hand would: another size, more background at two sides, colors a little off.</summary>
    /// <remarks>Scaled to <see cref="SceneGeometry.Side"/> on the short side and cropped about the centre, it is the scene again.</remarks>
    public static RgbImage DrawRough(Scene scene, Random random)
    {
        int side = random.Next(SceneGeometry.Side, SceneGeometry.Side * 5 / 4 + 1);
        int longer = side + random.Next(side / 4);
        (int width, int height) = random.Next(2) == 0 ? (side, longer) : (longer, side);
        return Draw(scene, width, height, color => Shift(Palette.Of(color), random), background => Shift(Palette.Of(background), random));
    }

    private static RgbImage Draw(Scene scene, int width, int height, Func<ObjectColor, Rgb> ofObject, Func<Background, Rgb> ofBackground)
    {
        double scale = (double)Math.Min(width, height) / SceneGeometry.Side;
        byte[] pixels = new byte[width * height * 3];
        Rgb background = ofBackground(scene.Background);
        for (int i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = background;
        foreach (SceneObject one in scene.Objects)
        {
            int x = (int)Math.Round(width / 2.0 + (one.X - SceneGeometry.Side / 2) * scale);
            int y = (int)Math.Round(height / 2.0 + (one.Y - SceneGeometry.Side / 2) * scale);
            Blend(pixels, width, height, ShapeCoverage.Of(one.Shape, SceneGeometry.Radius(one.Size) * scale), x, y, ofObject(one.Color));
        }

        return new RgbImage(width, height, pixels);
    }

    private static void Blend(byte[] pixels, int width, int height, ShapeCoverage coverage, int centerX, int centerY, Rgb color)
    {
        int reach = coverage.Reach;
        for (int y = Math.Max(-reach, -centerY); y < Math.Min(reach, height - centerY); y++)
        {
            for (int x = Math.Max(-reach, -centerX); x < Math.Min(reach, width - centerX); x++)
            {
                float share = coverage.At(x, y);
                Span<byte> pixel = pixels.AsSpan(((centerY + y) * width + centerX + x) * 3, 3);
                pixel[0] = Mix(pixel[0], color.Red, share);
                pixel[1] = Mix(pixel[1], color.Green, share);
                pixel[2] = Mix(pixel[2], color.Blue, share);
            }
        }
    }

    private static byte Mix(byte below, byte above, float share) => (byte)MathF.Round(below + (above - below) * share);

    private static Rgb Shift(Rgb color, Random random)
    {
        const int Most = 12;
        return new(Channel(color.Red), Channel(color.Green), Channel(color.Blue));

        byte Channel(byte value) => (byte)Math.Clamp(value + random.Next(-Most, Most + 1), 0, 255);
    }
}
