using JanusCluster.Model.Engine;
using JanusCluster.Model.Tests.Engine.Mixes;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>What was computed before is not computed again, and nothing else changes.</summary>
public sealed class PrefixReuseTests : IDisposable
{
    private const int Side = 16;

    private readonly JanusModel _model = LivelyModel.Create();

    public static TheoryData<string> Names => TransformerFactory.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_SecondTurn_PrefillsWhatIsNew(string name)
    {
        using InferenceEngine engine = New(name, out CountingTransformer transformer);
        TextGeneration first = Turn(Ids(1, 40));
        int[] answer = [.. Run(engine, first)];
        int[] second = [.. Ids(1, 40), .. answer, .. Ids(9, 10)];
        int before = transformer.Tokens;
        IReadOnlyList<int> reused = Run(engine, Turn(second));

        // Whole blocks of the first turn; its last id was never fed.
        int stored = (40 + answer.Length - 1) / 16 * 16;
        Assert.Equal(second.Length - stored + reused.Count - 1, transformer.Tokens - before);
        Assert.Equal(stored, engine.Counters.Prefixes.HitTokens);
        using InferenceEngine other = New(name, out _);
        Assert.Equal(Run(other, Turn(second)), reused);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_OtherTenant_ComputesAllAndGetsTheSame(string name)
    {
        using InferenceEngine engine = New(name, out CountingTransformer transformer);
        IReadOnlyList<int> one = Run(engine, Turn(Ids(1, 40)) with { Salt = "one" });
        int before = transformer.Tokens;
        Assert.Equal(one, Run(engine, Turn(Ids(1, 40)) with { Salt = "other" }));
        Assert.Equal(before, transformer.Tokens - before);
        Assert.Equal(0, engine.Counters.Prefixes.HitTokens);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_SameImageAgain_IsNotEncodedAgain(string name)
    {
        int encoded = 0;
        using InferenceEngine engine = New(name, out _, () => encoded++);
        IReadOnlyList<int> first = Run(engine, Question(Picture(1)));
        Assert.Equal(1, encoded);
        Assert.Equal(first, Run(engine, Question(Picture(1))));
        Assert.Equal(1, encoded);
        Run(engine, Question(Picture(2)));
        Assert.Equal(2, encoded);
        Assert.Equal(32, engine.Counters.Prefixes.HitTokens);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_ImagesOfOnePrompt_PrefillItOnce(string name)
    {
        using InferenceEngine engine = New(name, out CountingTransformer transformer);
        for (int i = 0; i < 3; i++)
            Collected.Add(engine, PeakedModel.Image(seed: 1, length: 20));
        Collected.RunToEnd(engine);
        Collected.Add(engine, PeakedModel.Image(seed: 1, length: 20)); // nobody uses the prompt by now
        Collected.RunToEnd(engine);
        Assert.Equal((2 * 19) + (4 * 2 * 16), transformer.Tokens);
    }

    public void Dispose() => _model.Dispose();

    private static int[] Ids(int seed, int count) => [.. Enumerable.Range(0, count).Select(i => 4 + (((seed * 7) + (i * i)) % 30))];

    private static float[] Picture(int seed) => [.. Enumerable.Range(0, 3 * Side * Side).Select(i => CounterRandom.Uniform(seed, i))];

    private static TextGeneration Turn(int[] ids) => new(
        new VisionPrompt(ids, [], 0), [], [], [PeakedModel.Eos], 12, 1, new SamplingSettings(0, 0, 1, 0));

    private static TextGeneration Question(float[] pixels) => Turn(Ids(3, 40)) with { Prompt = new VisionPrompt(Ids(3, 40), [5], 4), Pixels = [pixels] };

    private static IReadOnlyList<int> Run(InferenceEngine engine, TextGeneration request)
    {
        Collected collected = Collected.Add(engine, request);
        Collected.RunToEnd(engine);
        Assert.Null(collected.Error);
        return collected.Ids;
    }

    private InferenceEngine New(string name, out CountingTransformer transformer, Action? onEncode = null)
    {
        transformer = new CountingTransformer(TransformerFactory.Create(name, _model, blocks: 100));
        var encoder = new LateEncoder(_model, 0);
        return new InferenceEngine(_model, transformer, new EngineOptions(), (pixels, _) =>
        {
            onEncode?.Invoke();
            return Task.FromResult(encoder.EncodeNow(pixels));
        });
    }
}
