using System.Buffers.Binary;
using JanusCluster.Imaging;
using SkiaSharp;

namespace JanusCluster.Model.Tests.Imaging;

/// <summary>Files meant to break a decoder: each is decoded or refused with an <see cref="ImageFormatException"/>, within bounds.</summary>
public sealed class HostileImageTests
{
    private static readonly ImageDecoder Decoder = new();

    public static TheoryData<SKEncodedImageFormat> Formats => [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp];

    [Fact]
    public void Decode_OnePixel_IsOnePixel() =>
        Assert.Equal([1, 2, 3], Decoder.Decode(SmallImages.Png(1, 1, 8, 2, [0, 1, 2, 3])).Pixels.ToArray());

    [Fact]
    public void Decode_SideBeyondLimit_IsRefused()
    {
        var png = SmallImages.Png(30_000, 1, 8, 2, new byte[1 + 30_000 * 3]);
        Assert.Contains("30000 x 1", Refusal(png), StringComparison.Ordinal);
        Assert.Equal(30_000, new ImageDecoder(new ImageLimits { MaxSide = 30_000 }).Decode(png).Width);
    }

    [Theory, InlineData(100_000, 100_000), InlineData(20_000, 20_000), InlineData(int.MaxValue, int.MaxValue), InlineData(-1, 5), InlineData(0, 5)]
    public void Decode_HeaderClaimingTooMuch_IsRefusedWithoutAllocating(int width, int height)
    {
        var png = SmallImages.Png(width, height, 8, 6, new byte[1000]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(png);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Decode_BombOfZeros_StaysWithinThePixelsOfItsHeader()
    {
        // 60 MB of zeros behind a header of 4×4: what is beyond the picture is not inflated.
        Assert.Equal(4 * 4 * 3, Decoder.Decode(SmallImages.Png(4, 4, 8, 2, new byte[60_000_000])).Pixels.Length);
    }

    [Theory, MemberData(nameof(Formats))]
    public void Decode_CutAnywhere_IsDecodedOrRefused(SKEncodedImageFormat format)
    {
        var file = SmallImages.Encoded(format);
        var whole = Decoder.Decode(file).Pixels.ToArray();
        for (var length = 0; length < file.Length; length += 1 + length / 50)
            if (Attempt(file[..length]) is { } image)
                Assert.Equal(whole, image.Pixels.ToArray());
    }

    [Fact]
    public void Decode_CutGif_IsDecodedOrRefused()
    {
        var file = SmallImages.AnimatedGif();
        for (var length = 0; length < file.Length; length++)
            Attempt(file[..length]);
    }

    [Theory, MemberData(nameof(Formats))]
    public void Decode_RandomBytesAltered_IsDecodedOrRefused(SKEncodedImageFormat format)
    {
        var file = SmallImages.Encoded(format);
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var altered = (byte[])file.Clone();
            for (var i = 0; i < 1 + round % 5; i++)
                altered[random.Next(altered.Length)] = (byte)random.Next(256);
            Attempt(altered);
        }
    }

    [Fact]
    public void Decode_JpegOfManyScans_IsRefused()
    {
        byte[] scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x55];
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 0x40, 0, 0x40, 0, 1, 1, 0x11, 0, .. Enumerable.Repeat(scan, 501).SelectMany(bytes => bytes)];
        Assert.Contains("scans", Refusal(jpeg), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_FileBeyondByteLimit_IsRefused()
    {
        var png = SmallImages.Png(1, 1, 8, 2, [0, 1, 2, 3]);
        Assert.Throws<ImageFormatException>(() => new ImageDecoder(new ImageLimits { MaxBytes = png.Length - 1 }).Decode(png));
    }

    [Theory, InlineData(""), InlineData("GIF89a"), InlineData("BM"), InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>"), InlineData("%PDF-1.7"),
        InlineData("RIFF....WEBPVP8 "), InlineData("II*\0 tiff"), InlineData("\0\0\0\u0018ftypavif"), InlineData("not an image at all")]
    public void Decode_NoImage_IsRefused(string content) => Refusal(System.Text.Encoding.Latin1.GetBytes(content));

    [Fact]
    public void Decode_Polyglot_IsWhatItsFirstBytesSay()
    {
        byte[] image = [.. SmallImages.Png(1, 1, 8, 2, [0, 1, 2, 3]), .. "PK\u0003\u0004<script>"u8];
        Assert.Equal([1, 2, 3], Decoder.Decode(image).Pixels.ToArray());
        Refusal([.. "PK\u0003\u0004"u8, .. image]);
    }

    [Fact]
    public void Decode_ChunkLongerThanTheFile_IsRefused()
    {
        const int FirstAfterHeader = 33;
        var png = SmallImages.Png(1, 1, 8, 2, [0, 1, 2, 3], ("tEXt", [.. "a\0b"u8]));
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(FirstAfterHeader), int.MaxValue);
        Refusal(png);
    }

    private static string Refusal(byte[] file) => Assert.Throws<ImageFormatException>(() => Decoder.Decode(file)).Message;

    private static RgbImage? Attempt(byte[] file)
    {
        try
        {
            return Decoder.Decode(file);
        }
        catch (ImageFormatException)
        {
            return null;
        }
    }
}
