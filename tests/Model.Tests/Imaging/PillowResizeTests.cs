using JanusCluster.Imaging;

namespace JanusCluster.Model.Tests.Imaging;

/// <summary>Properties of the resize; its exact values are checked against the goldens.</summary>
public sealed class PillowResizeTests
{
    [Fact]
    public void Bicubic_SameSize_ReturnsTheImage()
    {
        var image = Gradient(5, 4);
        Assert.Same(image, PillowResize.Bicubic(image, 5, 4));
    }

    [Theory, InlineData(1, 1), InlineData(3, 200), InlineData(200, 3), InlineData(64, 64)]
    public void Bicubic_OneColour_StaysThatColour(int width, int height)
    {
        var image = new RgbImage(17, 23, [.. Enumerable.Repeat(new byte[] { 1, 128, 254 }, 17 * 23).SelectMany(pixel => pixel)]);
        var resized = PillowResize.Bicubic(image, width, height);
        Assert.All(resized.Pixels.ToArray().Chunk(3), pixel => Assert.Equal(new byte[] { 1, 128, 254 }, pixel));
    }

    [Fact]
    public void Bicubic_EdgeEnlarged_OvershootIsClipped()
    {
        var image = new RgbImage(4, 1, [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255]);
        var row = PillowResize.Bicubic(image, 16, 1).Pixels.ToArray().Chunk(3).Select(pixel => pixel[0]).ToArray();
        Assert.Equal([0, 0, 0, 0, 0, 0], row[..6]);
        Assert.Equal([255, 255, 255, 255, 255, 255], row[^6..]);
        Assert.Equal(row.Order(), row);
    }

    private static RgbImage Gradient(int width, int height) => new(width, height, [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)i)]);
}
