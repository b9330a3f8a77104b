using System.Text;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;

namespace JanusCluster.Model.Tests.Imaging;

/// <summary>PNG files written here, read back by the codec library and by our own text reader.</summary>
public sealed class PngEncoderTests
{
    [Theory, InlineData(1, 1), InlineData(7, 3), InlineData(64, 48)]
    public void Encode_AnyImage_DecodesToTheSamePixels(int width, int height)
    {
        var image = Noise(width, height);
        Assert.Equal(image.Pixels.ToArray(), new ImageDecoder().Decode(PngEncoder.Encode(image)).Pixels.ToArray());
    }

    [Fact]
    public void Encode_GoldenImages_DecodeToTheSamePixels()
    {
        foreach (var golden in Golden.GoldenTexts.Texts.GetProperty("images").EnumerateObject())
        {
            var image = GoldenImages.Decode(golden.Name);
            Assert.Equal(image.Pixels.ToArray(), new ImageDecoder().Decode(PngEncoder.Encode(image)).Pixels.ToArray());
        }
    }

    [Fact]
    public void Encode_EqualInput_GivesEqualBytes()
    {
        var text = new PngTextEntry("prompt", "ein Löwe 狮子");
        Assert.Equal(PngEncoder.Encode(Noise(31, 17), text), PngEncoder.Encode(Noise(31, 17), text));
    }

    [Fact]
    public void Encode_Texts_ComeBackInOrder()
    {
        PngTextEntry[] text = [new("Software", "JanusCluster"), new("prompt", "ein Löwe\nzweite Zeile"), new("prompt", "狮子 🦁"), new("empty", ""), new("control", "a\tb\r\n")];
        var png = PngEncoder.Encode(Noise(3, 3), text);
        Assert.Equal(text, PngText.Read(png));
        Assert.Equal(2, Occurrences(png, "iTXt"));
        Assert.Equal(3, Occurrences(png, "tEXt"));
        Assert.Equal(3, new ImageDecoder().Decode(png).Width);
    }

    [Fact]
    public void Encode_TextThatPngCannotHold_IsReplaced()
    {
        var png = PngEncoder.Encode(Noise(1, 1), new PngTextEntry("prompt", "a\0b\uD800c"));
        Assert.Equal("a\uFFFDb\uFFFDc", Assert.Single(PngText.Read(png)).Text);
    }

    [Theory, InlineData(""), InlineData(" a"), InlineData("a "), InlineData("a  b"), InlineData("狮"), InlineData("a\nb"),
        InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890")]
    public void Encode_KeywordThatPngForbids_Throws(string keyword) =>
        Assert.Throws<ArgumentException>(() => PngEncoder.Encode(Noise(1, 1), new PngTextEntry(keyword, "text")));

    [Fact]
    public void Read_CutAnywhere_IsRefused()
    {
        var png = PngEncoder.Encode(Noise(3, 3), new PngTextEntry("prompt", "狮子"), new PngTextEntry("a", "b"));
        for (var length = 0; length < png.Length; length++)
            Assert.Throws<ImageFormatException>(() => PngText.Read(png.AsSpan(0, length)));
    }

    [Fact]
    public void Read_ByteOfTextAltered_IsRefused()
    {
        var png = PngEncoder.Encode(Noise(3, 3), new PngTextEntry("prompt", "lion"));
        png[png.AsSpan().IndexOf("lion"u8)] ^= 1;
        Assert.Throws<ImageFormatException>(() => PngText.Read(png));
    }

    private static int Occurrences(byte[] png, string type) => Encoding.Latin1.GetString(png).Split(type).Length - 1;

    private static RgbImage Noise(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        new Random(3).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
