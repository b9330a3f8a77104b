using System.Text.Json.Nodes;
using JanusCluster.Bench.Load;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Weights;
using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Bench.Cases;

/// <summary>How often an image comes out otherwise among strangers than alone.</summary>
/// <param name="Batch">Images that run at once; each is among the others as strangers.</param>
internal sealed record NumericsCase(int Batch, int Prompt, int Rounds)
{
    /// <summary>
    /// What the image head's weights are multiplied by. With nearly equal logits every draw follows its uniform number
    /// alone, and with very unequal ones it takes the best code whatever the number: both hide what the batch does to the
    /// logits. At this factor the control below sees most.
    /// </summary>
    private const double Peak = 2;

    /// <summary>By this part the guidance of a control is changed. Were the draws blind to that, they would be blind to rounding.</summary>
    private const double Nudge = 1e-3;

    public JsonObject Measure(BenchModel model)
    {
        using IDisposable inference = torch.inference_mode();
        int different = 0, codes = 0, control = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var prompts = new RandomPrompts(model.Preset.Config.Language, round);
            ImageGeneration[] requests = [.. Enumerable.Range(0, Batch)
                .Select(i => new ImageGeneration(prompts.Described(Prompt + i), RandomPrompts.Guidance, prompts.Sampling()))];
            ushort[][] together = Draw(model, requests);
            for (int i = 0; i < Batch; i++)
            {
                ushort[] alone = Draw(model, [requests[i]])[0];
                different += alone.SequenceEqual(together[i]) ? 0 : 1;
                codes += alone.Where((code, at) => code != together[i][at]).Count();
                ImageGeneration nudged = requests[i] with { Guidance = RandomPrompts.Guidance * (1 + Nudge) };
                control += alone.SequenceEqual(Draw(model, [nudged])[0]) ? 0 : 1;
            }
        }

        int images = Rounds * Batch;
        JsonObject result = model.Describe("numerics");
        result["batch"] = Batch;
        result["images"] = images;
        result["codes_different_images"] = different;
        result["share"] = Numbers.Round((double)different / images);
        result["codes_share"] = Numbers.Round((double)codes / images / model.Preset.Config.Vq.CodesPerImage);
        result["control_share"] = Numbers.Round((double)control / images);
        return result;
    }

    /// <summary>Random weights of the sizes that training starts from, and peaked heads.</summary>
    public static void Prepare(BenchModel model)
    {
        using IDisposable noGradient = torch.no_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        model.Model.InitializeWeights(seed: 1);
        model.Model.GenEmbed.Weight.normal_();
        foreach (torch.Tensor weight in model.Model.GenHead.named_parameters().Select(entry => entry.parameter))
            weight.mul_(Peak);
    }

    private static ushort[][] Draw(BenchModel model, ImageGeneration[] requests)
    {
        int codes = model.Preset.Config.Vq.CodesPerImage;
        long positions = requests.Sum(request => 2L * (request.Prompt.Conditional.Length + codes + 32));
        using var engine = new EngineRun(
            model.Model, new EngineOptions { MaxRows = 2 * requests.Length, KvBytes = positions * model.KvBytesPerPosition });
        ImageSequence[] images = [.. requests.Select(request => engine.Add(request, codes))];
        engine.StepUntil(() => images.All(image => image.Count == codes));
        return [.. images.Select(image => image.Codes.ToArray())];
    }
}
