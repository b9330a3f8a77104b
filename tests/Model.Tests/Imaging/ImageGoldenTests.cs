using System.Security.Cryptography;
using System.Text.RegularExpressions;
using JanusCluster.Imaging;
using JanusCluster.Model.Tests.Golden;

namespace JanusCluster.Model.Tests.Imaging;

/// <summary>Decoding and preprocessing against what Pillow and the reference's image processor made of the same files.</summary>
public sealed partial class ImageGoldenTests
{
    public static TheoryData<string> ImageNames => [.. GoldenTexts.Texts.GetProperty("images").EnumerateObject().Select(image => image.Name)];

    public static TheoryData<string> TensorNames => [.. GoldenTensors.Names.Where(name => name.StartsWith("img.", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(ImageNames))]
    public void Decode_GoldenImage_EqualsReference(string name)
    {
        var expected = GoldenTexts.Texts.GetProperty("images").GetProperty(name);
        var file = GoldenImages.Bytes(expected.GetProperty("file").GetString()!);
        var header = new ImageDecoder().ReadHeader(file);
        Assert.Equal(expected.GetProperty("size_wh").ToIntegers(), new[] { header.Width, header.Height });
        Assert.Equal(expected.GetProperty("container").GetString(), header.Format.ToString(), ignoreCase: true);

        var image = GoldenImages.Decode(name);

        Assert.Equal(expected.GetProperty("rgb_sum").EnumerateArray().Select(sum => sum.GetInt64()), ChannelSums(image));
        Assert.Equal(expected.GetProperty("rgb_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(image.Pixels.Span)));
    }

    [Fact]
    public void Decode_LosslessCopyOfJpeg_EqualsReference()
    {
        foreach (var expected in GoldenTexts.Texts.GetProperty("images").EnumerateObject().Select(image => image.Value))
        {
            if (!expected.TryGetProperty("decoded_lossless", out var copy))
                continue;
            var image = new ImageDecoder().Decode(GoldenImages.Bytes(copy.GetString()!));
            Assert.Equal(expected.GetProperty("rgb_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(image.Pixels.Span)));
        }
    }

    [Theory, MemberData(nameof(ImageNames))]
    public void ToSquare_GoldenImage_HasRecordedChecksums(string name)
    {
        var recorded = GoldenTexts.Texts.GetProperty("images").GetProperty(name);
        foreach (var property in recorded.EnumerateObject())
        {
            if (SquareChecksum().Match(property.Name) is not { Success: true } match)
                continue;
            var square = GoldenImages.Preprocessor(int.Parse(match.Groups["side"].Value)).ToSquare(GoldenImages.Decode(name));
            if (match.Groups["kind"].Value == "sha256")
                Assert.Equal(property.Value.GetString(), Convert.ToHexStringLower(SHA256.HashData(square.ToChannelsFirst())));
            else
                Assert.Equal(property.Value.EnumerateArray().Select(sum => sum.GetInt64()), ChannelSums(square));
        }
    }

    [Theory, MemberData(nameof(TensorNames))]
    public void Preprocess_GoldenTensor_EqualsReference(string tensor)
    {
        var match = TensorName().Match(tensor);
        Assert.True(match.Success, $"No check is known for {tensor}.");
        var image = GoldenImages.Decode(match.Groups["image"].Value);
        var preprocessor = GoldenImages.Preprocessor(int.Parse(match.Groups["side"].Value));
        switch (match.Groups["kind"].Value)
        {
            case "u8":
                Assert.Equal(GoldenTensors.Bytes(tensor), preprocessor.ToSquare(image).ToChannelsFirst());
                break;
            case "pixels":
                AssertClose(GoldenTensors.Floats(tensor), preprocessor.ToPixelValues(image));
                break;
            case "pixels.stats":
                AssertClose(GoldenTensors.Doubles(tensor), PixelStatistics.Of(preprocessor.ToPixelValues(image)));
                break;
            default:
                Assert.Equal(GoldenTensors.Bytes(tensor), Grid(preprocessor.ToSquare(image), tensor));
                break;
        }
    }

    [Fact]
    public void Preprocess_OneByteAltered_DiffersFromReference()
    {
        var tensor = GoldenTensors.Names.First(name => name.EndsWith(".u8", StringComparison.Ordinal));
        var match = TensorName().Match(tensor);
        var altered = GoldenImages.Preprocessor(int.Parse(match.Groups["side"].Value))
            .ToSquare(GoldenImages.Decode(match.Groups["image"].Value)).ToChannelsFirst();
        altered[altered.Length / 2] ^= 1;
        Assert.NotEqual(GoldenTensors.Bytes(tensor), altered);
    }

    [Fact]
    public void Background_OfConfiguration_EqualsReference()
    {
        var expected = GoldenTexts.Texts.GetProperty("background_color").ToIntegers();
        var sliver = new RgbImage(64, 1, new byte[64 * 3]);
        Assert.Equal(expected, GoldenImages.Preprocessor(64).ToSquare(sliver).Pixels.Span[..3].ToArray().Select(value => (int)value));
    }

    /// <summary>Every n-th row and column, as the tensor's note says: <c>u8[:, 5::16, 5::16]</c>.</summary>
    private static byte[] Grid(RgbImage square, string tensor)
    {
        var note = GridNote().Match(GoldenTexts.TensorNotes.GetProperty(tensor).GetProperty("note").GetString()!);
        var (first, step) = (int.Parse(note.Groups["first"].Value), int.Parse(note.Groups["step"].Value));
        var planes = square.ToChannelsFirst();
        return [.. from channel in Enumerable.Range(0, 3)
                   from y in Positions()
                   from x in Positions()
                   select planes[(channel * square.Height + y) * square.Width + x]];

        IEnumerable<int> Positions()
        {
            for (var at = first; at < square.Width; at += step)
                yield return at;
        }
    }

    private static IEnumerable<long> ChannelSums(RgbImage image) =>
        image.ToChannelsFirst().Chunk(image.Width * image.Height).Select(plane => plane.Sum(value => (long)value));

    private static void AssertClose<T>(T[] expected, T[] actual) where T : IConvertible
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.ToDouble(null), pair.Second.ToDouble(null), 1e-6));
    }

    [GeneratedRegex(@"^img\.(?<image>.+)\.(?<side>\d+)\.(?<kind>u8|u8\.grid\d+|pixels|pixels\.stats)$")]
    private static partial Regex TensorName();

    [GeneratedRegex(@"^u8_(?<side>\d+)_(?<kind>sha256|sum_per_channel)$")]
    private static partial Regex SquareChecksum();

    [GeneratedRegex(@"u8\[:, (?<first>\d+)::(?<step>\d+), \k<first>::\k<step>\]")]
    private static partial Regex GridNote();
}
