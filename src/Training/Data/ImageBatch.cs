using System.Runtime.InteropServices;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging;
using TorchSharp;

namespace JanusCluster.Training.Data;

/// <summary>Pictures as the tokenizer of generated images takes them.</summary>
internal static class ImageBatch
{
    /// <summary>Short side to the model's, then the middle of the long one: what the Janus-Pro report does to generated pictures.</summary>
    public static RgbImage ShortSideCrop(RgbImage image, int side = SceneGeometry.Side)
    {
        int shorter = Math.Min(image.Width, image.Height);
        RgbImage scaled = PillowResize.Bicubic(image, image.Width * side / shorter, image.Height * side / shorter);
        int left = (scaled.Width - side) / 2, top = (scaled.Height - side) / 2;
        if (scaled.Width == side && scaled.Height == side)
            return scaled;
        byte[] pixels = new byte[side * side * 3];
        for (int y = 0; y < side; y++)
            scaled.Row(top + y).Slice(left * 3, side * 3).CopyTo(pixels.AsSpan(y * side * 3));
        return new RgbImage(side, side, pixels);
    }

    /// <summary>Images of one size to float32 [N, 3, H, W], -1 to 1.</summary>
    public static torch.Tensor ToTensor(IReadOnlyList<RgbImage> images)
    {
        int height = images[0].Height, width = images[0].Width, count = height * width * 3;
        torch.Tensor planes = torch.empty(images.Count, 3, height, width);
        Span<float> values = MemoryMarshal.Cast<byte, float>(planes.bytes);
        for (int i = 0; i < images.Count; i++)
        {
            byte[] bytes = images[i].ToChannelsFirst();
            for (int j = 0; j < count; j++)
                values[i * count + j] = bytes[j] / 127.5f - 1;
        }

        return planes;
    }
}
