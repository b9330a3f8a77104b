using JanusCluster.Imaging;

namespace JanusCluster.Model.Tests.Imaging;

/// <summary>Corners of the preprocessing that no golden picture has.</summary>
public sealed class ImagePreprocessorTests
{
    [Theory, InlineData(20_000, 1), InlineData(1, 20_000), InlineData(1, 1), InlineData(2, 3)]
    public void ToPixelValues_AnyShape_IsTheSquare(int width, int height)
    {
        var preprocessor = new ImagePreprocessor(new PreprocessOptions { ImageSize = 64 });
        Assert.Equal(3 * 64 * 64, preprocessor.ToPixelValues(new RgbImage(width, height, new byte[width * height * 3])).Length);
    }

    [Fact]
    public void ToSquare_Sliver_IsAtLeastMinSizeHighAndCentred()
    {
        var preprocessor = new ImagePreprocessor(new PreprocessOptions { ImageSize = 64, Background = [1, 2, 3] });
        var square = preprocessor.ToSquare(new RgbImage(400, 1, [.. Enumerable.Repeat((byte)200, 1200)]));
        // 14 rows of picture, (64 - 14) / 2 = 25 rows of background above and below.
        var rows = Enumerable.Range(0, 64).Select(y => square.Row(y)[..3].ToArray()).ToArray();
        Assert.All(rows[..25].Concat(rows[39..]), row => Assert.Equal(new byte[] { 1, 2, 3 }, row));
        Assert.All(rows[25..39], row => Assert.Equal(new byte[] { 200, 200, 200 }, row));
    }

    [Fact]
    public void Normalize_Off_OnlyRescales()
    {
        var preprocessor = new ImagePreprocessor(new PreprocessOptions { Normalize = false });
        Assert.Equal([0f, (float)(51 * (1.0 / 255.0)), 1f], preprocessor.Normalize(new RgbImage(1, 1, [0, 51, 255])));
    }

    [Fact]
    public void Normalize_StatisticsPerChannel_AreAppliedToTheirChannels()
    {
        var preprocessor = new ImagePreprocessor(new PreprocessOptions { Mean = [0, 0.5, 1], StandardDeviation = [1, 0.5, 0.25] });
        Assert.Equal([1f, 1f, 0f], preprocessor.Normalize(new RgbImage(1, 1, [255, 255, 255])));
    }

    [Fact]
    public void Constructor_ImpossibleOptions_Throws()
    {
        Assert.Throws<ArgumentException>(() => new ImagePreprocessor(new PreprocessOptions { ImageSize = 0 }));
        Assert.Throws<ArgumentException>(() => new ImagePreprocessor(new PreprocessOptions { StandardDeviation = [1, 0, 1] }));
        Assert.Throws<ArgumentException>(() => new ImagePreprocessor(new PreprocessOptions { Mean = [1] }));
    }
}
