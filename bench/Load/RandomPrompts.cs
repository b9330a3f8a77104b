using JanusCluster.Model.Configuration;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Bench.Load;

/// <summary>Prompts of random ids: no two share a prefix, so that every row has keys and values of its own.</summary>
internal sealed class RandomPrompts(LanguageConfig config, int seed)
{
    /// <summary>The guidance that Janus-Pro is used with.</summary>
    public const double Guidance = 5;

    private readonly Random _random = new(seed);
    private long _seed = seed;

    public int[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.Next(1, config.VocabularySize))];

    /// <summary>An image whose unconditional row, too, is like no other.</summary>
    public ImageGeneration Image(int length, double guidance = Guidance) =>
        new(new ImagePrompt(Ids(length), Ids(length)), guidance, Sampling());

    /// <summary>Images of one description, as a request for several makes them.</summary>
    public IEnumerable<ImageGeneration> ImagesOfOnePrompt(int length, int images)
    {
        ImagePrompt prompt = Described(length);
        return Enumerable.Range(0, images).Select(_ => new ImageGeneration(prompt, Guidance, Sampling()));
    }

    /// <summary>A description's prompt: in its unconditional row all but the ends is padding.</summary>
    public ImagePrompt Described(int length)
    {
        int[] conditional = Ids(length);
        return new ImagePrompt(conditional, (int[])[conditional[0], .. Enumerable.Repeat(0, length - 2), conditional[^1]]);
    }

    public SamplingSettings Sampling() => new(Temperature: 1, TopK: 0, TopP: 1, Seed: ++_seed);

    public float[] Pixels(int side) => [.. Enumerable.Range(0, 3 * side * side).Select(_ => (_random.NextSingle() * 2) - 1)];
}
