using JanusCluster.Model.Runtime;
using JanusCluster.Model.Runtime.Cpu;
using TorchSharp;

namespace JanusCluster.Model.Tests.Runtime.Cpu;

/// <summary>A row of random tokens, and what a transformer makes of it.</summary>
internal sealed class RandomRow(int seed, int length, int codes, int vocabulary, torch.Tensor? features = null)
{
    public InputToken[] Tokens { get; } = Draw(new Random(seed), length, codes, vocabulary, features is null ? 0 : (int)features.shape[0]);

    public KvRow Row { get; } = new();

    /// <summary>Gives the row its blocks, in the order of the stack.</summary>
    public RandomRow On(Stack<int> blocks)
    {
        Row.Clear();
        for (int i = 0; i < KvRow.BlocksFor(Tokens.Length); i++)
            Row.Add(blocks.Pop());
        return this;
    }

    /// <summary>The next tokens.</summary>
    public RowSpan Next(int count) =>
        new(Row, Tokens.AsMemory(Row.Length, Math.Min(count, Tokens.Length - Row.Length)), features);

    public bool IsDone => Row.Length == Tokens.Length;

    /// <summary>Feeds the whole row by itself.</summary>
    /// <returns>Bits of the logits over codes, then over text tokens, at its end.</returns>
    public int[] Alone(CpuTransformer transformer, Stack<int> blocks)
    {
        On(blocks);
        transformer.Forward([Next(Tokens.Length)]);
        Row.Length = Tokens.Length;
        return Logits(transformer, 0);
    }

    public static int[] Logits(CpuTransformer transformer, int span) =>
        [.. Bits(transformer.CodeLogits([span])), .. Bits(transformer.TextLogits([span]))];

    private static int[] Bits(torch.Tensor logits) => [.. logits.data<float>().Select(BitConverter.SingleToInt32Bits)];

    private static InputToken[] Draw(Random random, int length, int codes, int vocabulary, int features) =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(features == 0 ? 2 : 3) switch
        {
            0 => new InputToken(TokenKind.Text, random.Next(-1, vocabulary)),
            1 => new InputToken(TokenKind.Code, random.Next(codes)),
            _ => new InputToken(TokenKind.Feature, random.Next(features)),
        })];
}
