using JanusCluster.Imaging;
using SkiaSharp;

namespace JanusCluster.Model.Tests.Imaging;

/// <summary>What the reference's <c>convert("RGB")</c> means for each kind of file.</summary>
public sealed class ImageDecoderTests
{
    private static byte[] Rgb(byte[] file) => new ImageDecoder().Decode(file).Pixels.ToArray();

    [Fact]
    public void Decode_FullyTransparentPixel_KeepsItsColour()
    {
        var png = SmallImages.Png(2, 1, 8, 6, [0, 10, 20, 30, 0, 40, 50, 60, 128]);
        Assert.Equal([10, 20, 30, 40, 50, 60], Rgb(png));
    }

    [Fact]
    public void Decode_GrayWithAlpha_IsExpandedAndAlphaDropped() =>
        Assert.Equal([7, 7, 7, 200, 200, 200], Rgb(SmallImages.Png(2, 1, 8, 4, [0, 7, 0, 200, 255])));

    [Fact]
    public void Decode_PaletteWithTransparency_KeepsThePalettesColours()
    {
        var png = SmallImages.Png(2, 1, 8, 3, [0, 0, 1], ("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [0, 128]));
        Assert.Equal([1, 2, 3, 4, 5, 6], Rgb(png));
    }

    [Fact]
    public void Decode_TransparentColourKey_KeepsTheColour()
    {
        var png = SmallImages.Png(2, 1, 8, 2, [0, 1, 2, 3, 4, 5, 6], ("tRNS", [0, 1, 0, 2, 0, 3]));
        Assert.Equal([1, 2, 3, 4, 5, 6], Rgb(png));
    }

    [Theory, InlineData(1, new byte[] { 0, 0b01_000000 }, 255), InlineData(2, new byte[] { 0, 0b00_10_0000 }, 170), InlineData(4, new byte[] { 0, 0x05 }, 85)]
    public void Decode_GrayOfFewBits_IsScaledToBytes(byte depth, byte[] scanLine, byte expected) =>
        Assert.Equal([0, 0, 0, expected, expected, expected], Rgb(SmallImages.Png(2, 1, depth, 0, scanLine)));

    [Fact]
    public void Decode_SixteenBitRgb_KeepsTheHighByte() =>
        Assert.Equal([0x12, 0x34, 0xFE], Rgb(SmallImages.Png(1, 1, 16, 2, [0, 0x12, 0xFF, 0x34, 0x80, 0xFE, 0xFF])));

    [Fact]
    public void Decode_SixteenBitGray_KeepsTheHighByte() =>
        Assert.Equal([0x12, 0x12, 0x12], Rgb(SmallImages.Png(1, 1, 16, 0, [0, 0x12, 0xFF])));

    [Fact]
    public void Decode_SixteenBitWithAlpha_KeepsTheHighByte() =>
        Assert.Equal([0x12, 0x34, 0xFE], Rgb(SmallImages.Png(1, 1, 16, 6, [0, 0x12, 0xFF, 0x34, 0x80, 0xFE, 0xFF, 0, 0])));

    [Fact]
    public void Decode_GammaAndProfileChunks_AreNotApplied()
    {
        var png = SmallImages.Png(1, 1, 8, 2, [0, 100, 150, 200], ("gAMA", [0, 1, 0x86, 0xA0]),
            ("cHRM", [.. Enumerable.Repeat(new byte[] { 0, 0, 0x40, 0 }, 8).SelectMany(number => number)]));
        Assert.Equal([100, 150, 200], Rgb(png));
    }

    [Fact]
    public void Decode_ExifOrientation_IsNotApplied()
    {
        var jpeg = SmallImages.Encoded(SKEncodedImageFormat.Jpeg);
        // Orientation 6: a viewer would turn it by 90 degrees.
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        byte[] turned = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
        Assert.Equal(Rgb(jpeg), Rgb(turned));
        Assert.Equal(40, new ImageDecoder().ReadHeader(turned).Width);
    }

    [Fact]
    public void Decode_AnimatedGif_IsItsFirstFrameWithTheTransparentColour() =>
        Assert.Equal([255, 0, 0, 0, 255, 0], Rgb(SmallImages.AnimatedGif()));

    [Fact]
    public void Decode_LosslessWebP_EqualsPng()
    {
        // Quality 100 is what makes the library write WebP without loss.
        using var bitmap = SKBitmap.Decode(SmallImages.Encoded(SKEncodedImageFormat.Png));
        using var pixels = bitmap.PeekPixels();
        using var webp = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100));
        Assert.Equal(ImageFormat.WebP, new ImageDecoder().ReadHeader(webp!.AsSpan()).Format);
        Assert.Equal(Rgb(SmallImages.Encoded(SKEncodedImageFormat.Png)), Rgb(webp.ToArray()));
    }

    [Fact]
    public void Decode_Bmp_IsBottomUpBlueGreenRed()
    {
        byte[] bmp = [.. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, .. new byte[24],
            3, 2, 1, 6, 5, 4, 0, 0, 9, 8, 7, 12, 11, 10, 0, 0];
        Assert.Equal([7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6], Rgb(bmp));
    }
}
