using JanusCluster.Model.Engine;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

/// <summary>Sequences for tests that look at nothing but their size and class.</summary>
internal static class Requests
{
    /// <summary>Ids that are drawn are below this.</summary>
    public const int Ids = 40;

    private static readonly SamplingSettings Sampling = new(1, 0, 1, 0);

    /// <param name="prompt">Which prompt.</param>
    /// <param name="length">Ids of the prompt.</param>
    public static ImageSequence Image(
        RequestClass kind = RequestClass.Bulk, int prompt = 0, int length = 6, int codes = 16, bool isGuided = true, string salt = "")
    {
        int[] conditional = [1, .. Enumerable.Range(0, length - 2).Select(i => 4 + ((prompt + i) % 30)), 3];
        int[] unconditional = [1, .. Enumerable.Repeat(0, length - 2), 3];
        var request = new ImageGeneration(new ImagePrompt(conditional, unconditional), isGuided ? 5 : 1, Sampling) { Class = kind, Salt = salt };
        return new ImageSequence(request, codes, _ => { }, _ => { });
    }

    /// <param name="ids">The prompt.</param>
    public static TextSequence Text(IEnumerable<int> ids, int maxTokens = 4, string salt = "", int stop = -1)
    {
        var request = new TextGeneration(new VisionPrompt(ids.ToArray(), [], 0), [], [], [stop], maxTokens, 1, Sampling) { Salt = salt };
        return new TextSequence(request, (_, _) => { }, _ => { });
    }

    /// <summary>A prompt of its own.</summary>
    public static TextSequence Chat(int length = 4, int maxTokens = 4, int first = 0) => Text(Enumerable.Range(first, length), maxTokens);
}
