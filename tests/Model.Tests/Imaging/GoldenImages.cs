using System.Text.Json;
using JanusCluster.Imaging;
using JanusCluster.Model.Tests.Golden;

namespace JanusCluster.Model.Tests.Imaging;

/// <summary>The pictures of the golden folder, and the preprocessing that its configuration asks for.</summary>
internal static class GoldenImages
{
    public static RgbImage Decode(string name) =>
        new ImageDecoder().Decode(Bytes(GoldenTexts.Texts.GetProperty("images").GetProperty(name).GetProperty("file").GetString()!));

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(GoldenFolder.Path, file));

    /// <param name="side">Image size, instead of the configured one.</param>
    public static ImagePreprocessor Preprocessor(int side)
    {
        var config = GoldenTexts.Read("preprocessor_config.json");
        var mean = Doubles(config.GetProperty("image_mean"));
        return new ImagePreprocessor(new PreprocessOptions
        {
            ImageSize = side,
            MinSize = config.GetProperty("min_size").GetInt32(),
            RescaleFactor = config.GetProperty("rescale_factor").GetDouble(),
            Normalize = config.GetProperty("do_normalize").GetBoolean(),
            Mean = mean,
            StandardDeviation = Doubles(config.GetProperty("image_std")),
            // The reference takes it from the mean and overwrites what the file says.
            Background = [.. mean.Select(value => (byte)(value * 255))],
        });
    }

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];
}
