using JanusCluster.Model.Configuration;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>Makes requests for models of one configuration out of specs.</summary>
/// <param name="codes">Codes of an image.</param>
/// <param name="stop">The id that ends an answer.</param>
/// <param name="temperature">0: greedy.</param>
internal sealed class MixRequests(JanusConfig config, int codes, int stop, double temperature)
{
    private const int Fork = 24; // where texts of one family part
    private const int BeforeImages = 3;

    public int Codes => codes;

    private int TokensPerImage
    {
        get
        {
            VisionConfig vision = config.Vision;
            return vision.ImageSize / vision.PatchSize * (vision.ImageSize / vision.PatchSize);
        }
    }

    /// <param name="resume">The ids that were drawn already.</param>
    public ImageGeneration Image(ImageSpec spec, IReadOnlyList<int> resume)
    {
        int[] conditional = [1, .. Enumerable.Range(0, spec.Length - 2).Select(i => Id((100 * spec.Prompt) + spec.Length, i)), 3];
        int[] unconditional = [1, .. Enumerable.Repeat(0, spec.Length - 2), 3];
        return new ImageGeneration(new ImagePrompt(conditional, unconditional), spec.IsGuided ? 5 : 1, Sampling(spec.Seed))
        {
            Class = spec.Class,
            Salt = $"tenant {spec.Tenant}",
            Resume = [.. resume.Select(id => (ushort)id)],
        };
    }

    /// <inheritdoc cref="Image"/>
    public TextGeneration Text(TextSpec spec, IReadOnlyList<int> resume)
    {
        List<int> ids = [.. TextIds(spec, 0, Math.Min(BeforeImages, spec.Length))], starts = [];
        for (int image = 0; image < spec.Images; image++)
        {
            starts.Add(ids.Count);
            ids.AddRange(Enumerable.Repeat(0, TokensPerImage));
        }

        ids.AddRange(TextIds(spec, ids.Count - (spec.Images * TokensPerImage), spec.Length));
        return new TextGeneration(
            new VisionPrompt(ids.ToArray(), starts, TokensPerImage),
            [.. Enumerable.Range(0, spec.Images).Select(image => Pixels(spec.Picture + image))],
            resume, [stop], spec.MaxTokens, 1.1, Sampling(spec.Seed))
        {
            Salt = $"tenant {spec.Tenant}",
        };
    }

    private SamplingSettings Sampling(int seed) => new(temperature, 0, 1, seed);

    private IEnumerable<int> TextIds(TextSpec spec, int from, int to) => Enumerable.Range(from, to - from)
        .Select(i => Id(i < Fork ? 1000 + spec.Family : 2000 + (10 * spec.Family) + spec.Variant, i));

    private int Id(int stream, int index) => 4 + (int)(CounterRandom.Uniform(stream, index) * (config.Language.VocabularySize - 4));

    private float[] Pixels(int picture)
    {
        int side = config.Vision.ImageSize;
        return [.. Enumerable.Range(0, 3 * side * side).Select(i => (2 * CounterRandom.Uniform(3000 + picture, i)) - 1)];
    }
}
