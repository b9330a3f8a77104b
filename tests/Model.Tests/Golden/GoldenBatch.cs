using JanusCluster.Model.Tests.Reference;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>A recorded batch, <c>batch.NAME.*</c>, with the pixels of the conversations it was made of.</summary>
internal static class GoldenBatch
{
    /// <summary>Pixels are recorded per conversation; as the reference does, rows with fewer images are filled with black ones.</summary>
    public static ReferenceInputs Read(string name)
    {
        torch.Tensor ids = GoldenTensors.Get($"batch.{name}.input_ids");
        torch.Tensor imageTokens = GoldenTensors.Get($"batch.{name}.images_emb_mask"); // [B, n, patches]
        string[] conversations = GoldenTensors.Field($"batch.{name}.input_ids", "input")
            .Split(',', StringSplitOptions.TrimEntries);
        torch.Tensor[] images = [.. conversations.Select(conversation => GoldenTensors.Get($"{conversation}.pixel_values"))];
        torch.Tensor pixels = torch.zeros([images.Length, imageTokens.shape[1], .. images[0].shape[1..]]); // [B, n, 3, S, S]
        for (int row = 0; row < images.Length; row++)
            pixels[row].narrow(0, 0, images[row].shape[0]).copy_(images[row]);
        return new ReferenceInputs(
            ids, GoldenTensors.Get($"batch.{name}.attention_mask"), pixels, GoldenTensors.Get($"batch.{name}.images_seq_mask"), imageTokens);
    }
}
