using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

/// <summary>Digests of contexts, and ids drawn from them: a model that is nothing but its context.</summary>
internal static class History
{
    /// <summary>The digest of each position's context.</summary>
    /// <param name="text">Whose images the feature tokens stand for.</param>
    public static IEnumerable<long> Of(ReadOnlyMemory<InputToken> tokens, TextGeneration? text)
    {
        ulong digest = 1;
        for (int i = 0; i < tokens.Length; i++)
        {
            InputToken token = tokens.Span[i];
            ulong content = token.Kind == TokenKind.Feature
                ? BitConverter.SingleToUInt32Bits(text!.Pixels[token.Id / text.Prompt.TokensPerImage][0]) + (ulong)(token.Id % text.Prompt.TokensPerImage)
                : (ulong)token.Id;
            digest = Mix(digest ^ Mix((content * 4) + (ulong)token.Kind + 1));
            yield return (long)digest;
        }
    }

    /// <summary>The id drawn from the contexts of all rows.</summary>
    public static int Draw(IEnumerable<long> last, int ids) =>
        (int)(last.Aggregate(7UL, (sum, digest) => Mix(sum ^ (ulong)digest)) % (ulong)ids);

    // SplitMix64's finalizer (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
