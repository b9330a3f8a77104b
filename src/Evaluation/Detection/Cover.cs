using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Detection;

/// <summary>How much of each pixel of a window an object of one color covers.</summary>
internal sealed class Cover
{
    private readonly int _left, _top, _width, _height;
    private readonly float[] _covered;
    private readonly float _sum;

    /// <param name="pixels">Of a picture <see cref="SceneGeometry.Side"/> wide.</param>
    /// <param name="left">Of the window, which may reach beyond the picture; right and bottom are part of it.</param>
    public Cover(Rgb[] pixels, Rgb background, Rgb color, int left, int right, int top, int bottom)
    {
        (_left, _top, _width, _height) = (left, top, right - left + 1, bottom - top + 1);
        _covered = new float[_width * _height];
        float full = color.DistanceTo(background);
        for (int i = 0; i < _covered.Length; i++)
        {
            int x = left + i % _width, y = top + i / _width;
            if (x < 0 || y < 0 || x >= SceneGeometry.Side || y >= SceneGeometry.Side)
                continue;
            Rgb pixel = pixels[y * SceneGeometry.Side + x];
            float along = (pixel.Red - background.Red) * (color.Red - background.Red)
                + (pixel.Green - background.Green) * (color.Green - background.Green)
                + (pixel.Blue - background.Blue) * (color.Blue - background.Blue);
            _covered[i] = Math.Clamp(along / full, 0, 1);
        }

        _sum = _covered.Sum();
    }

    /// <summary>With an ideal shape about (x, y): area in common over area of either.</summary>
    public double Overlap(ShapeCoverage ideal, int x, int y)
    {
        float common = 0, sum = 0;
        for (int dy = -ideal.Reach; dy < ideal.Reach; dy++)
        {
            for (int dx = -ideal.Reach; dx < ideal.Reach; dx++)
            {
                float wanted = ideal.At(dx, dy);
                sum += wanted;
                common += Math.Min(wanted, At(x + dx - _left, y + dy - _top));
            }
        }

        return common / (sum + _sum - common);
    }

    private float At(int x, int y) => x < 0 || y < 0 || x >= _width || y >= _height ? 0 : _covered[y * _width + x];
}
