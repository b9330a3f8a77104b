using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Load;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;
using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Bench.Cases;

/// <summary>Single images that arrive one after the other, against one request for as many.</summary>
/// <param name="Codes">Codes of an image.</param>
/// <param name="Window">The part of one image's steps within which all arrive.</param>
internal sealed record StaggeredCase(int Images, int Codes, int Prompt, double Window, int Rounds)
{
    public JsonObject Measure(BenchModel model, BenchOutput output)
    {
        using IDisposable inference = torch.inference_mode();
        List<double> staggered = [], together = [];
        int staggeredSteps = 0, togetherSteps = 0;
        // Whichever came first would otherwise pay for compiling and for fetching the weights.
        (this with { Images = 2, Codes = 4 }).Run(model, [.. new RandomPrompts(model.Preset.Config.Language, -1).ImagesOfOnePrompt(Prompt, 2)], 0, out _);
        for (int round = 0; round < Rounds; round++)
        {
            var prompts = new RandomPrompts(model.Preset.Config.Language, round);
            ImageGeneration[] one = [.. prompts.ImagesOfOnePrompt(Prompt, Images)];
            ImageGeneration[] many = [.. Enumerable.Range(0, Images).SelectMany(_ => prompts.ImagesOfOnePrompt(Prompt, 1))];
            together.Add(Images / Run(model, one, 0, out togetherSteps));
            staggered.Add(Images / Run(model, many, Window * Codes / Images, out staggeredSteps));
            output.Note($"staggered: round {round + 1} of {Rounds}: {staggered[^1]:G3} images/s, together {together[^1]:G3}");
        }

        JsonObject result = model.Describe("staggered");
        result["images"] = Images;
        result["codes"] = Codes;
        result["prompt"] = Prompt;
        result["window"] = Window;
        result["staggered_images_per_s"] = Numbers.Round(Numbers.Median(staggered));
        result["together_images_per_s"] = Numbers.Round(Numbers.Median(together));
        result["ratio"] = Numbers.Round(Numbers.Median(staggered.Zip(together, (a, b) => a / b)));
        result["staggered_steps"] = staggeredSteps;
        result["together_steps"] = togetherSteps;
        return result;
    }

    /// <param name="spacing">Steps of the engine between two arrivals.</param>
    /// <returns>Seconds from the first arrival to the last image's last code.</returns>
    private double Run(BenchModel model, ImageGeneration[] requests, double spacing, out int steps)
    {
        using var engine = new EngineRun(model.Model, new EngineOptions
        {
            MaxRows = 2 * Images,
            KvBytes = 2L * Images * (Prompt + Codes + 32) * model.KvBytesPerPosition,
        });
        var running = new List<ImageSequence>();
        long start = Stopwatch.GetTimestamp();
        for (steps = 0; running.Count < Images || running.Exists(image => image.Count < Codes); steps++)
        {
            while (running.Count < Images && running.Count * spacing <= steps)
                running.Add(engine.Add(requests[running.Count], Codes));
            engine.Step();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
