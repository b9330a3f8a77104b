using TorchSharp;

namespace JanusCluster.Bench.Reference;

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
