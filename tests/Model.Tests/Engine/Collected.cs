using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>Runs requests in an engine and keeps what they report.</summary>
internal sealed class Collected
{
    public Exception? Error { get; private set; }

    public required Sequence Sequence { get; init; }

    public IReadOnlyList<int> Ids => Sequence switch
    {
        ImageSequence image => [.. image.Codes.ToArray().Select(code => (int)code)],
        TextSequence text => text.Answer,
        _ => throw new InvalidOperationException(),
    };

    public static Collected Add(InferenceEngine engine, ImageGeneration request, Func<int, float>? uniforms = null, int codes = 16)
    {
        Collected? collected = null;
        var sequence = new ImageSequence(request, codes, _ => { }, e => collected!.Error = e) { Uniforms = uniforms };
        engine.Add(sequence);
        return collected = new Collected { Sequence = sequence };
    }

    public static Collected Add(InferenceEngine engine, TextGeneration request)
    {
        Collected? collected = null;
        var sequence = new TextSequence(request, (_, _) => { }, e => collected!.Error = e);
        engine.Add(sequence);
        return collected = new Collected { Sequence = sequence };
    }

    public static void RunToEnd(InferenceEngine engine)
    {
        for (int steps = 0; engine.Step(); steps++)
            Assert.True(steps < 10_000, "The engine does not come to an end.");
    }
}
