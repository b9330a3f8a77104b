using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Model.Tests.Reference;

/// <summary>What to draw.</summary>
/// <param name="PromptIds">With the token that begins an image at the end.</param>
/// <param name="PadId">What takes the prompt's place in the unconditional rows.</param>
/// <param name="Images">Images of the one prompt.</param>
/// <param name="Codes">Codes per image.</param>
/// <param name="Guidance">Weight of classifier-free guidance.</param>
public sealed record ImageRequest(
    IReadOnlyList<long> PromptIds, long PadId, int Images, int Codes, double Guidance, double Temperature);

/// <summary>What one step computed; valid during the call that gets it.</summary>
/// <param name="Hidden">[2N, hidden], conditional and unconditional rows by turns.</param>
/// <param name="Conditional">Logits [N, codes].</param>
/// <param name="Unconditional">Logits [N, codes].</param>
/// <param name="Guided">Logits [N, codes], before the temperature.</param>
public sealed record ImageStep(
    int Index, torch.Tensor Hidden, torch.Tensor Conditional, torch.Tensor Unconditional, torch.Tensor Guided);

/// <summary>Text to image as the reference does it: every row prefilled in full, a cache that grows by concatenation.</summary>
/// <remarks>Source: <c>generate()</c> in <c>generation_inference.py</c> of deepseek-ai/Janus.</remarks>
public static class ReferenceImageLoop
{
    /// <summary>Even rows hold the prompt; odd rows keep its first and last token, with padding (which is attended) between: int64 [2N, T].</summary>
    public static torch.Tensor TokenMatrix(ImageRequest request)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor conditional = torch.tensor(request.PromptIds.ToArray());
        torch.Tensor unconditional = conditional.clone();
        unconditional.narrow(0, 1, request.PromptIds.Count - 2).fill_(request.PadId);
        return torch.stack([conditional, unconditional]).repeat(request.Images, 1).MoveToOuterDisposeScope();
    }

    /// <returns>Codes, int64 [N, codes per image].</returns>
    public static torch.Tensor Generate(JanusModel model, ImageRequest request, CodePicker pick, Action<ImageStep>? observe = null)
    {
        using var scope = torch.NewDisposeScope();
        using var cache = new ConcatenatingCache();
        torch.Device device = model.Allocation.Device;
        torch.Tensor embeds = model.EmbedText(TokenMatrix(request).to(device)); // [2N, T, hidden]
        var codes = new List<torch.Tensor>();
        for (int step = 0; step < request.Codes; step++)
        {
            using var stepScope = torch.NewDisposeScope();
            torch.Tensor positions = torch.arange(cache.Length, cache.Length + embeds.shape[1], device: device);
            torch.Tensor hidden = model.Forward(embeds, cache, positions).select(1, -1); // [2N, hidden]
            torch.Tensor logits = model.ImageLogits(hidden).view(request.Images, 2, -1); // [N, 2, codes]
            torch.Tensor conditional = logits.select(1, 0), unconditional = logits.select(1, 1);
            torch.Tensor guided = unconditional + (request.Guidance * (conditional - unconditional));
            observe?.Invoke(new ImageStep(step, hidden, conditional, unconditional, guided));

            torch.Tensor code = pick((guided / request.Temperature).softmax(-1), step); // [N]
            codes.Add(code.MoveToOuterDisposeScope());
            embeds = model.EmbedImageCodes(code.repeat_interleave(2)).unsqueeze(1).MoveToOuterDisposeScope(); // [2N, 1, hidden]
        }

        return torch.stack(codes, 1).MoveToOuterDisposeScope();
    }
}
