namespace JanusCluster.Evaluation.Scenes;

/// <summary>The colors of scenes in RGB. Any two lie at least 70 apart, so that noise and compression do not turn one into another.</summary>
public static class Palette
{
    public static Rgb Of(ObjectColor color) => color switch
    {
        ObjectColor.Red => new(214, 32, 40),
        ObjectColor.Orange => new(255, 136, 0),
        ObjectColor.Yellow => new(252, 226, 36),
        ObjectColor.Green => new(34, 160, 62),
        ObjectColor.Cyan => new(48, 214, 226),
        ObjectColor.Blue => new(36, 72, 214),
        ObjectColor.Purple => new(134, 40, 168),
        ObjectColor.Pink => new(255, 130, 190),
        _ => throw new ArgumentOutOfRangeException(nameof(color)),
    };

    public static Rgb Of(Background background) => background switch
    {
        Background.White => new(248, 248, 248),
        Background.Gray => new(150, 150, 150),
        Background.Black => new(16, 16, 16),
        Background.Brown => new(96, 62, 36),
        _ => throw new ArgumentOutOfRangeException(nameof(background)),
    };
}
