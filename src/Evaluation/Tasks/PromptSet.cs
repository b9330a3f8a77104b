using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Tasks;

/// <summary>The prompts of a category, all held out: a combination that no training scene has, in words that no training caption has.</summary>
public static class PromptSet
{
    /// <summary>Scenes in a row that give nothing new, before there is said to be no more.</summary>
    private const int MostTries = 5000;

    /// <returns>Different texts; the same for the same seed, and a smaller set is the beginning of a larger one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public static IReadOnlyList<Caption> Create(TextToImageCategory category, int count, int seed = 0)
    {
        var random = new Random(unchecked(seed * 31 + (int)category));
        var scenes = new SceneGenerator(random, Split.HeldOut);
        var writer = new CaptionWriter(random, Split.HeldOut);
        var texts = new HashSet<string>();
        var captions = new List<Caption>();
        for (int tries = 0; captions.Count < count && tries < MostTries; tries++)
        {
            if (Next(category, random, scenes, writer) is not { } caption || !texts.Add(caption.Text))
                continue;
            captions.Add(caption);
            tries = 0;
        }

        return captions.Count == count
            ? captions
            : throw new ArgumentOutOfRangeException(nameof(count), $"There are only {captions.Count} different prompts of {category}.");
    }

    private static Caption? Next(TextToImageCategory category, Random random, SceneGenerator scenes, CaptionWriter writer)
    {
        SceneLayout pair = random.Next(2) == 0 ? SceneLayout.Row : SceneLayout.Column;
        return category switch
        {
            TextToImageCategory.SingleObject => writer.Short(scenes.Next(SceneLayout.Single), Either(CaptionDetail.Background, CaptionDetail.Size)),
            TextToImageCategory.TwoObjects => writer.Short(scenes.Next(pair), Either(CaptionDetail.None, CaptionDetail.Background)),
            TextToImageCategory.Counting => writer.Short(scenes.Next(SceneLayout.Group), Either(CaptionDetail.None, CaptionDetail.Color) | Either(CaptionDetail.None, CaptionDetail.Background)),
            TextToImageCategory.Colors => writer.Short(scenes.Next(SceneLayout.Single), CaptionDetail.Color | Either(CaptionDetail.Size, CaptionDetail.Background)),
            TextToImageCategory.Position => writer.Short(scenes.Next(pair), CaptionDetail.Relation | Either(CaptionDetail.None, CaptionDetail.Color)),
            TextToImageCategory.ColorAttribution => writer.Short(scenes.Next(pair), CaptionDetail.Color),
            _ => writer.Dense(scenes.Next(SceneLayout.Corners)),
        };

        CaptionDetail Either(CaptionDetail one, CaptionDetail other) => random.Next(2) == 0 ? one : other;
    }
}
