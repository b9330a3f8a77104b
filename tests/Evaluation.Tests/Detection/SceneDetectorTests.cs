using JanusCluster.Evaluation.Detection;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging;

namespace JanusCluster.Evaluation.Tests.Detection;

public class SceneDetectorTests
{
    private const int Scenes = 1000;

    /// <summary>Right: background, number, and every object's shape, color, size and place.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(12, false)]
    [InlineData(0, true)]
    [InlineData(8, true)]
    public void Detect_DrawnScenes_AreReadBack(int noise, bool isBlurred)
    {
        var random = new Random(noise + (isBlurred ? 100 : 0));
        int right = 0;
        var wrong = new List<string>();
        for (int i = 0; i < Scenes; i++)
        {
            Scene scene = new SceneGenerator(random, (Split)(i % 2)).Next((SceneLayout)(i % 5));
            SceneDetection found = SceneDetector.Detect(Spoiled(SceneRenderer.Draw(scene), random, noise, isBlurred));
            if (IsRight(scene, found))
                right++;
            else
                wrong.Add($"{scene.Background}: {string.Join(", ", scene.Objects)} read as {found.Background}: {string.Join(", ", found.Objects)}");
        }

        Assert.True(right >= 0.995 * Scenes, $"{right} of {Scenes}\n{string.Join('\n', wrong.Take(10))}");
    }

    [Fact]
    public void Detect_RoughScenes_AreReadBack()
    {
        var random = new Random(7);
        int right = 0;
        for (int i = 0; i < Scenes; i++)
        {
            Scene scene = new SceneGenerator(random, Split.Training).Next((SceneLayout)(i % 5));
            SceneDetection found = SceneDetector.Detect(SceneRenderer.DrawRough(scene, random));
            if (IsRight(scene, found))
                right++;
        }

        Assert.True(right >= 0.995 * Scenes, $"{right} of {Scenes}");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 64)]
    [InlineData(300, 20)]
    public void Detect_PlainPicture_HasNoObjects(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        Array.Fill(pixels, (byte)150);
        SceneDetection found = SceneDetector.Detect(new RgbImage(width, height, pixels));
        Assert.Equal(Background.Gray, found.Background);
        Assert.Empty(found.Objects);
    }

    [Fact]
    public void Detect_Noise_IsNoObject()
    {
        byte[] pixels = new byte[64 * 64 * 3];
        new Random(1).NextBytes(pixels);
        Assert.Empty(SceneDetector.Detect(new RgbImage(64, 64, pixels)).Objects);
    }

    private static bool IsRight(Scene scene, SceneDetection found) =>
        found.Background == scene.Background
        && found.Objects.Count == scene.Objects.Count
        && scene.Objects.All(one => found.Objects.Any(other =>
            (other.Shape, other.Color, other.Size) == (one.Shape, one.Color, one.Size) && Math.Abs(other.X - one.X) <= 2 && Math.Abs(other.Y - one.Y) <= 2));

    private static RgbImage Spoiled(RgbImage image, Random random, int noise, bool isBlurred)
    {
        if (isBlurred)
        {
            RgbImage small = PillowResize.Bicubic(image, 40, 40);
            image = PillowResize.Bicubic(small, image.Width, image.Height);
        }

        byte[] pixels = image.Pixels.ToArray();
        for (int i = 0; noise > 0 && i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp(pixels[i] + noise * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()), 0, 255);
        return new RgbImage(image.Width, image.Height, pixels);
    }
}
