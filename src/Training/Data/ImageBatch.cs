using System.Runtime.InteropServices;
using JanusCluster.Imaging;
using TorchSharp;

namespace JanusCluster.Training.Data;

/// <summary>Pictures as the tokenizer of generated images takes them.</summary>
internal static class ImageBatch
{
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
