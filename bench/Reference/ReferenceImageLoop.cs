using JanusCluster.Model;
using TorchSharp;

namespace JanusCluster.Bench.Reference;

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
        using var run = new ReferenceImageRun(model, request, pick);
        var codes = new List<torch.Tensor>();
        while (codes.Count < request.Codes)
            codes.Add(run.Next(observe));
        return torch.stack(codes, 1).MoveToOuterDisposeScope();
    }
}
