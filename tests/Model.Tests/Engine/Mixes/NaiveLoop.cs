using JanusCluster.Model.Engine;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>One id, and how much likelier it was than the next one, in logits.</summary>
internal readonly record struct NaiveId(int Id, float Gap);

/// <summary>
/// Greedy generation with nothing clever in it: for every id the whole row goes through the model again, alone, without a
/// cache.
/// </summary>
internal static class NaiveLoop
{
    public static IReadOnlyList<NaiveId> Image(JanusModel model, ImageGeneration request, int codes)
    {
        using var inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        bool guided = request.Guidance != 1;
        torch.Tensor row = Text(model, request.Prompt.Conditional.ToArray());
        if (guided)
            row = torch.cat([row, Text(model, request.Prompt.Unconditional.ToArray())], 0); // [2, T, hidden]

        var ids = new List<NaiveId>();
        while (ids.Count < codes)
        {
            torch.Tensor logits = model.ImageLogits(Last(model, row)); // [rows, codes]
            torch.Tensor scores = guided ? logits[1].Plus((logits[0] - logits[1]).Times(request.Guidance)) : logits[0];
            ids.Add(Best(scores));
            torch.Tensor code = model.EmbedImageCodes(torch.tensor([(long)ids[^1].Id], [1, 1]));
            row = torch.cat([row, code.expand(row.shape[0], 1, -1)], 1);
        }

        return ids;
    }

    public static IReadOnlyList<NaiveId> Answer(JanusModel model, TextGeneration request)
    {
        using var inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor row = Prompt(model, request);
        var ids = new List<NaiveId>();
        while (ids.Count < request.MaxTokens && (ids.Count == 0 || !request.StopIds.Contains(ids[^1].Id)))
        {
            torch.Tensor scores = model.TextLogits(Last(model, row))[0].clone();
            foreach (int seen in ids.Select(id => id.Id).Distinct())
            {
                float score = scores[seen].item<float>();
                scores[seen] = (float)(score > 0 ? score / request.RepetitionPenalty : score * request.RepetitionPenalty);
            }

            ids.Add(Best(scores));
            row = torch.cat([row, Text(model, [ids[^1].Id])], 1);
        }

        return ids;
    }

    /// <summary>The prompt's embeddings, those of images in their places: [1, T, hidden].</summary>
    private static torch.Tensor Prompt(JanusModel model, TextGeneration request)
    {
        torch.Tensor row = Text(model, request.Prompt.Ids.ToArray());
        int side = model.Config.Vision.ImageSize;
        for (int image = 0; image < request.Pixels.Count; image++)
        {
            torch.Tensor features = model.EncodeImages(torch.tensor(request.Pixels[image], [1, 3, side, side]));
            row.narrow(1, request.Prompt.ImageStarts[image], request.Prompt.TokensPerImage).copy_(features);
        }

        return row;
    }

    private static torch.Tensor Text(JanusModel model, int[] ids) =>
        model.EmbedText(torch.tensor(Array.ConvertAll(ids, id => (long)id), [1, ids.Length]));

    private static torch.Tensor Last(JanusModel model, torch.Tensor row) =>
        model.Forward(row, cache: null, Scalars.Range(row.shape[1])).select(1, -1);

    private static NaiveId Best(torch.Tensor scores)
    {
        (torch.Tensor values, torch.Tensor indices) = scores.topk(2);
        return new NaiveId((int)indices[0].item<long>(), values[0].item<float>() - values[1].item<float>());
    }
}
