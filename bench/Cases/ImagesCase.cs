using System.Text.Json.Nodes;
using JanusCluster.Bench.Load;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Reference;
using JanusCluster.Bench.Weights;
using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Bench.Cases;

/// <summary>Images of one prompt by the engine, against the published loop over the same weights.</summary>
/// <param name="Drawn">Codes already drawn at which steps are timed.</param>
/// <param name="Prompt">Tokens of the prompt.</param>
internal sealed record ImagesCase(int Parallel, IReadOnlyList<int> Drawn, int Prompt, int Rounds, int Steps)
{
    private readonly StepTimes _engine = new(), _reference = new();
    private readonly List<double> _engineFills = [], _referenceFills = [];

    public JsonObject Measure(BenchModel model, BenchOutput output)
    {
        using IDisposable inference = torch.inference_mode();
        MeasureFills(model);
        foreach (int drawn in Drawn)
            MeasureSteps(model, drawn, output);

        int codes = model.Preset.Config.Vq.CodesPerImage;
        double engine = Numbers.Median(_engineFills) + _engine.Sum(codes), reference = Numbers.Median(_referenceFills) + _reference.Sum(codes);
        JsonObject result = model.Describe("images");
        result["parallel"] = Parallel;
        result["prompt"] = Prompt;
        result["codes"] = codes;
        result["engine_images_per_s"] = Numbers.Round(Parallel / engine * 1000);
        result["reference_images_per_s"] = Numbers.Round(Parallel / reference * 1000);
        result["ratio"] = Numbers.Round(reference / engine);
        result["engine_step_ms"] = Numbers.Round(_engine.Sum(codes) / (codes - 1));
        result["reference_step_ms"] = Numbers.Round(_reference.Sum(codes) / (codes - 1));
        result["engine_prefill_ms"] = Numbers.Round(Numbers.Median(_engineFills));
        result["reference_prefill_ms"] = Numbers.Round(Numbers.Median(_referenceFills));
        return result;
    }

    /// <summary>From the request to every image's first code. The first round warms up.</summary>
    private void MeasureFills(BenchModel model)
    {
        for (int round = 0; round <= Rounds; round++)
        {
            var prompts = new RandomPrompts(model.Preset.Config.Language, round);
            using var images = new DecodingImages(model, [.. prompts.ImagesOfOnePrompt(Prompt, Parallel)], steps: 0);
            double reference = Clock.Milliseconds(model.Computing.Device, () =>
            {
                using var run = new ReferenceImageRun(model.Model, Request(prompts), CodePickers.Multinomial);
                run.Next().Dispose();
            });
            if (round == 0)
                continue;
            _engineFills.Add(images.FillMilliseconds);
            _referenceFills.Add(reference);
        }
    }

    private void MeasureSteps(BenchModel model, int drawn, BenchOutput output)
    {
        output.Note($"images: {Parallel} at once, reading what stands for {drawn} codes …");
        var prompts = new RandomPrompts(model.Preset.Config.Language, drawn);
        // Codes that are drawn already belong to one image; a longer prompt that no other row has takes their place.
        ImageGeneration[] requests = drawn == 0
            ? [.. prompts.ImagesOfOnePrompt(Prompt, Parallel)]
            : [.. Enumerable.Range(0, Parallel).Select(_ => prompts.Image(Prompt + drawn))];
        using var engine = new DecodingImages(model, requests, 1 + (Rounds * Steps));
        using var reference = new ReferenceImageRun(model.Model, Request(prompts), CodePickers.Multinomial);
        reference.SkipTo(Prompt + drawn);
        engine.Step();
        reference.Next().Dispose();
        List<(int Drawn, double Time)> ours = [], theirs = [];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Steps; i++)
                ours.Add(((int)(engine.Positions / engine.Rows()) - Prompt, engine.Step()));
            for (int i = 0; i < Steps; i++)
                theirs.Add((drawn + 1 + theirs.Count, Clock.Milliseconds(model.Computing.Device, () => reference.Next().Dispose())));
        }

        _engine.Add(ours);
        _reference.Add(theirs);
    }

    private ImageRequest Request(RandomPrompts prompts) =>
        new([.. prompts.Ids(Prompt).Select(id => (long)id)], PadId: 0, Parallel, Codes: 0, RandomPrompts.Guidance, Temperature: 1);
}
