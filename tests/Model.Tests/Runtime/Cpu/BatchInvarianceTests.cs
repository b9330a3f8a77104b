using JanusCluster.Model.Runtime;
using JanusCluster.Model.Runtime.Cpu;
using TorchSharp;

namespace JanusCluster.Model.Tests.Runtime.Cpu;

/// <summary>A row's logits are the same bits whatever runs beside it, however it is cut, wherever it lies and on any number of threads.</summary>
public sealed class BatchInvarianceTests
{
    private const int Blocks = 96;

    [Theory]
    [MemberData(nameof(KernelModels.All), MemberType = typeof(KernelModels))]
    public void Forward_RandomCutsAndNeighbours_SameBits(string name, torch.ScalarType type)
    {
        using JanusModel model = KernelModels.Create(name, type);
        int codes = model.Config.Vq.CodebookSize, vocabulary = model.Config.Language.VocabularySize;
        using torch.Tensor features = torch.randn(5, model.Config.Language.HiddenSize).to(type);
        int[] lengths = [1, 3, 16, 17, 40, 61, 90];
        int[][] expected = new int[lengths.Length][];
        using (var alone = new CpuTransformer(model, Blocks, 1))
        {
            for (int i = 0; i < lengths.Length; i++)
                expected[i] = Row(i).Alone(alone, new Stack<int>(Enumerable.Range(0, Blocks)));
        }

        for (int threads = 1; threads <= 3; threads++)
        {
            using var transformer = new CpuTransformer(model, Blocks, threads);
            for (int seed = 0; seed < 4; seed++)
                AssertTogether([.. lengths.Select((_, i) => Row(i))], expected, transformer, new Random(seed));
        }

        RandomRow Row(int i) => new(100 + i, lengths[i], codes, vocabulary, features);
    }

    private static void AssertTogether(RandomRow[] rows, int[][] expected, CpuTransformer transformer, Random random)
    {
        int[] blocks = [.. Enumerable.Range(0, Blocks)];
        random.Shuffle(blocks);
        var free = new Stack<int>(blocks);
        foreach (RandomRow row in rows)
            row.On(free);
        while (rows.Any(row => !row.IsDone))
        {
            RandomRow[] chosen = [.. rows.Where(row => !row.IsDone && random.Next(3) > 0)];
            random.Shuffle(chosen);
            RowSpan[] spans = [.. chosen.Select(row => row.Next(random.Next(3) == 0 ? 1 : random.Next(1, 30)))];
            if (spans.Length == 0)
                continue;
            transformer.Forward(spans);
            for (int i = 0; i < chosen.Length; i++)
            {
                chosen[i].Row.Length += spans[i].Tokens.Length;
                if (chosen[i].IsDone)
                    Assert.Equal(expected[Array.IndexOf(rows, chosen[i])], RandomRow.Logits(transformer, i));
            }
        }
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void Logits_OneToFortyRows_SameBits(torch.ScalarType type)
    {
        using JanusModel model = KernelModels.Create("even", type);
        using var transformer = new CpuTransformer(model, Blocks, 2);
        RandomRow[] rows = [.. Enumerable.Range(0, 40).Select(i => new RandomRow(i, 2, 50, 70))];
        int[][] expected = [.. rows.Select(row => row.Alone(transformer, new Stack<int>([0])))];
        for (int count = 1; count <= rows.Length; count++)
        {
            var free = new Stack<int>(Enumerable.Range(0, Blocks));
            transformer.Forward([.. rows.Take(count).Select(row => row.On(free).Next(2))]);
            int[] asked = [.. Enumerable.Range(0, count).Reverse()];
            float[] codes = [.. transformer.CodeLogits(asked).data<float>()], texts = [.. transformer.TextLogits(asked).data<float>()];
            for (int i = 0; i < count; i++)
            {
                float[] actual = [.. codes.AsSpan((count - 1 - i) * 50, 50), .. texts.AsSpan((count - 1 - i) * 70, 70)];
                Assert.Equal(expected[i], actual.Select(BitConverter.SingleToInt32Bits));
            }
        }
    }
}
