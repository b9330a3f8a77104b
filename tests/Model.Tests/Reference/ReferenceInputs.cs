using TorchSharp;

namespace JanusCluster.Model.Tests.Reference;

/// <summary>A batch of conversations with images, as the reference's processor makes it.</summary>
/// <param name="Ids">[B, T], padded on the left.</param>
/// <param name="Attended">[B, T], 1 where a token is.</param>
/// <param name="Pixels">[B, n, 3, S, S].</param>
/// <param name="ImagePositions">bool [B, T], true where an image token goes.</param>
/// <param name="ImageTokens">bool [B, n, patches], true where an image is real.</param>
public sealed record ReferenceInputs(
    torch.Tensor Ids, torch.Tensor Attended, torch.Tensor Pixels, torch.Tensor ImagePositions, torch.Tensor ImageTokens)
{
    /// <summary>Text embeddings with the image tokens put in their places: [B, T, hidden] (<c>prepare_inputs_embeds</c>).</summary>
    public torch.Tensor Embed(JanusModel model)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor text = model.EmbedText(Ids); // [B, T, hidden]
        torch.Tensor images = model.EncodeImages(Pixels.flatten(0, 1).to(model.Allocation.Type)); // [B·n, patches, hidden]
        torch.Tensor real = images.flatten(0, 1)[ImageTokens.flatten()]; // [image tokens, hidden]
        return text.masked_scatter(ImagePositions.unsqueeze(-1), real).MoveToOuterDisposeScope();
    }
}
