namespace JanusCluster.Evaluation.Scenes;

/// <summary>A color, 0 to 255 a channel.</summary>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>Euclidean, squared.</summary>
    public int DistanceTo(Rgb other)
    {
        int red = Red - other.Red, green = Green - other.Green, blue = Blue - other.Blue;
        return red * red + green * green + blue * blue;
    }
}
