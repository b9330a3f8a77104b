using System.Globalization;
using System.Text.RegularExpressions;
using JanusCluster.Model.Language;
using JanusCluster.Model.Tests.Reference;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

public sealed partial class LanguageGoldenTests
{
    internal const string Claim =
        @"llm\.(ids|labels|loss|prefill\.(logits|hidden\.\d+|[kv]\d+)|step\.logits|leftpad\.(input_ids|attention_mask|position_ids|logits_last\.(default|mask)_positions))";

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Forward_WholePrompt_LayersAndCacheAreTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        LlamaModel language = GoldenModel.Of(layout).LanguageModel.Model;
        using var cache = new ConcatenatingCache();
        torch.Tensor ids = GoldenTensors.Get("llm.ids");
        (torch.Tensor, torch.Tensor) angles = language.Rotary.At(torch.arange(ids.shape[1]));
        torch.Tensor x = language.EmbedTokens.Forward(ids);
        for (int layer = 0; layer < language.Layers.Count; layer++)
        {
            GoldenAssert.Equal($"llm.prefill.hidden.{layer}", x, GoldenTolerances.Logits);
            x = language.Layers[layer].Forward(x, layer, angles, cache, mask: null);
        }

        GoldenAssert.Equal($"llm.prefill.hidden.{language.Layers.Count}", language.Norm.Forward(x), GoldenTolerances.Logits);
        foreach (Match match in GoldenTensors.Names.Select(name => Cached().Match(name)).Where(match => match.Success))
        {
            (torch.Tensor keys, torch.Tensor values) = cache[int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)];
            GoldenAssert.Equal(match.Value, match.Groups[1].Value == "k" ? keys : values, GoldenTolerances.Logits);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void TextLogits_AtOnceAndTokenByToken_AreTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        torch.Tensor embeds = model.EmbedText(GoldenTensors.Get("llm.ids")); // [1, T, hidden]
        torch.Tensor positions = torch.arange(embeds.shape[1]);
        GoldenAssert.Equal("llm.prefill.logits", model.TextLogits(model.Forward(embeds, null, positions)), GoldenTolerances.Logits);

        using var cache = new ConcatenatingCache();
        var steps = new List<torch.Tensor>();
        for (long i = 0; i < embeds.shape[1]; i++)
            steps.Add(model.TextLogits(model.Forward(embeds.narrow(1, i, 1), cache, positions.narrow(0, i, 1))));
        GoldenAssert.Equal("llm.step.logits", torch.cat(steps, 1), GoldenTolerances.Logits);
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void Forward_ChunksOfOddSizes_GiveTheSameLogits(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        torch.Tensor embeds = model.EmbedText(GoldenTensors.Get("llm.ids"));
        using var cache = new ConcatenatingCache();
        var chunks = new List<torch.Tensor>();
        for (long at = 0, size = 3; at < embeds.shape[1]; at += size, size = Math.Min(size + 1, embeds.shape[1] - at))
            chunks.Add(model.TextLogits(model.Forward(embeds.narrow(1, at, size), cache, torch.arange(at, at + size))));
        GoldenAssert.Equal("llm.prefill.logits", torch.cat(chunks, 1), GoldenTolerances.Logits);
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void TextLogits_Labels_LossIsTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        torch.Tensor embeds = model.EmbedText(GoldenTensors.Get("llm.ids"));
        torch.Tensor logits = model.TextLogits(model.Forward(embeds, null, torch.arange(embeds.shape[1])));
        torch.Tensor labels = GoldenTensors.Get("llm.labels");
        long predicted = labels.shape[1] - 1; // each position predicts the next one's label
        torch.Tensor loss = torch.nn.functional.cross_entropy(
            logits.narrow(1, 0, predicted).flatten(0, 1), labels.narrow(1, 1, predicted).flatten(), ignore_index: -100);
        GoldenAssert.Equal("llm.loss", loss, GoldenTolerances.Logits);
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void TextLogits_LeftPaddedBatch_AreTheReferencesUnderBothPositions(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        torch.Tensor attended = GoldenTensors.Get("llm.leftpad.attention_mask");
        torch.Tensor embeds = model.EmbedText(GoldenTensors.Get("llm.leftpad.input_ids"));
        torch.Tensor mask = AttentionMask.Padded(attended, embeds.shape[1], embeds.dtype);
        torch.Tensor counted = ReferenceTextLoop.Positions(attended);
        GoldenAssert.Equal("llm.leftpad.position_ids", counted, GoldenTolerances.Exact);

        torch.Tensor byColumn = model.Forward(embeds, null, torch.arange(embeds.shape[1]), mask);
        GoldenAssert.Equal("llm.leftpad.logits_last.default_positions", model.TextLogits(byColumn.select(1, -1)), GoldenTolerances.Logits);
        torch.Tensor byToken = model.Forward(embeds, null, counted, mask);
        GoldenAssert.Equal("llm.leftpad.logits_last.mask_positions", model.TextLogits(byToken.select(1, -1)), GoldenTolerances.Logits);
    }

    [GeneratedRegex(@"^llm\.prefill\.([kv])(\d+)$")]
    private static partial Regex Cached();
}
