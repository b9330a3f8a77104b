using JanusCluster.Imaging;

namespace JanusCluster.Model.Tests.Imaging;

public class ShortSideCropTests
{
    [Fact]
    public void ToSquare_RightSize_IsTheSameObject()
    {
        var image = new RgbImage(4, 4, new byte[48]);
        Assert.Same(image, ShortSideCrop.ToSquare(image, 4));
    }

    /// <summary>Columns and rows numbered by their red and green: nothing is resized, the middle is left.</summary>
    [Theory]
    [InlineData(9, 4, 2, 0)]
    [InlineData(4, 7, 0, 1)]
    public void ToSquare_LongSide_LosesBothEnds(int width, int height, int left, int top)
    {
        byte[] pixels = [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) from value in new[] { x, y, 0 } select (byte)value];
        RgbImage square = ShortSideCrop.ToSquare(new RgbImage(width, height, pixels), 4);
        Assert.Equal((4, 4), (square.Width, square.Height));
        Assert.Equal([(byte)left, (byte)top, 0], square.Row(0)[..3].ToArray());
        Assert.Equal([(byte)(left + 3), (byte)(top + 3), 0], square.Row(3)[9..].ToArray());
    }

    [Fact]
    public void ToSquare_OtherSize_ScalesTheShortSide()
    {
        RgbImage square = ShortSideCrop.ToSquare(new RgbImage(30, 20, new byte[1800]), 10);
        Assert.Equal((10, 10), (square.Width, square.Height));
    }
}
