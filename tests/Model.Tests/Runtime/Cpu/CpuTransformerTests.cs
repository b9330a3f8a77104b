using JanusCluster.Model.Runtime;
using JanusCluster.Model.Runtime.Cpu;
using JanusCluster.Model.Tests.Golden;
using TorchSharp;

namespace JanusCluster.Model.Tests.Runtime.Cpu;

public sealed class CpuTransformerTests
{
    [Theory]
    [MemberData(nameof(KernelModels.All), MemberType = typeof(KernelModels))]
    public void Logits_AnyShape_AreTheModels(string name, torch.ScalarType type)
    {
        using JanusModel model = KernelModels.Create(name, type);
        // bfloat16 is held against float32 arithmetic over the same weights: what is stored is rounded, and with dot products
        // what every layer reads.
        using JanusModel reference = KernelModels.Widened(model);
        AssertClose(model, reference, type == torch.ScalarType.Float32 ? 2e-5 : 2e-2, useDotProducts: false);
        if (type == torch.ScalarType.BFloat16)
            AssertClose(model, reference, 5e-2, useDotProducts: true);
    }

    [Fact]
    public void Logits_GoldenModel_AreTheModels()
    {
        if (GoldenModel.Layouts.Count > 0)
            AssertClose(GoldenModel.Of(GoldenModel.Layouts.First().Data), GoldenModel.Of(GoldenModel.Layouts.First().Data), 2e-5, useDotProducts: true);
    }

    private static void AssertClose(JanusModel model, JanusModel reference, double tolerance, bool useDotProducts)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        using var transformer = new CpuTransformer(model, 8, 2, useDotProducts);
        using var generator = new torch.Generator(7);
        torch.Tensor features = torch.randn([5, model.Config.Language.HiddenSize], generator: generator).to(model.Allocation.Type);
        var row = new RandomRow(5, 37, model.Config.Vq.CodebookSize, model.Config.Language.VocabularySize, features);
        row.On(new Stack<int>(Enumerable.Range(0, 8)));
        transformer.Forward([row.Next(37)]);

        torch.Tensor embeds = torch.stack(row.Tokens.Select(token => token.Kind switch
        {
            TokenKind.Text => reference.EmbedText(torch.tensor((long)token.Id)),
            TokenKind.Code => reference.EmbedImageCodes(torch.tensor((long)token.Id)),
            _ => features[token.Id].to(torch.ScalarType.Float32),
        })).unsqueeze(0);
        torch.Tensor hidden = reference.Forward(embeds, null, torch.arange(37)).select(1, -1);
        AssertClose(reference.ImageLogits(hidden), transformer.CodeLogits([0]), tolerance);
        AssertClose(reference.TextLogits(hidden), transformer.TextLogits([0]), tolerance);
    }

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual, double tolerance)
    {
        double error = ((expected - actual).abs().max() / expected.abs().max()).item<float>();
        Assert.True(error <= tolerance, $"relative error {error}");
    }

    [Theory]
    [InlineData(torch.ScalarType.Float32)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void SaveAndLoadBlock_OtherBlocks_RowGoesOnBitForBit(torch.ScalarType type)
    {
        using JanusModel model = KernelModels.Create("odd", type);
        using var transformer = new CpuTransformer(model, 16, 2);
        var expected = new RandomRow(7, 40, 50, 40);
        int[] bits = expected.Alone(transformer, new Stack<int>([0, 1, 2]));

        var moved = new RandomRow(7, 40, 50, 40);
        moved.On(new Stack<int>([3, 4, 5]));
        transformer.Forward([moved.Next(35)]);
        moved.Row.Length = 35;
        byte[] saved = new byte[transformer.BlockBytes];
        int[] from = moved.Row.Blocks.ToArray();
        moved.Row.Clear();
        for (int i = 0; i < from.Length; i++)
        {
            if (i == 1)
            {
                transformer.CopyBlock(from[i], 10 + i);
            }
            else
            {
                transformer.SaveBlock(from[i], saved);
                transformer.LoadBlock(10 + i, saved);
            }

            moved.Row.Add(10 + i);
        }

        moved.Row.Length = 35;
        transformer.Forward([moved.Next(5)]);
        Assert.Equal(bits, RandomRow.Logits(transformer, 0));
    }

    [Fact]
    public void Logits_ManySteps_NoTensorIsLeft()
    {
        using JanusModel model = KernelModels.Create("odd", torch.ScalarType.Float32);
        using IDisposable inference = torch.inference_mode();
        using var transformer = new CpuTransformer(model, 8, 1);
        var row = new RandomRow(1, 40, 50, 40).On(new Stack<int>(Enumerable.Range(0, 8)));
        long before = 0;
        while (!row.IsDone)
        {
            transformer.Forward([row.Next(1)]);
            row.Row.Length++;
            transformer.CodeLogits([0]);
            transformer.TextLogits([0]);
            long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
            Assert.True(before == 0 || live == before);
            before = live;
        }
    }

    [Fact]
    public void Forward_TooFewBlocksOrStrangeIds_Throws()
    {
        using JanusModel model = KernelModels.Create("odd", torch.ScalarType.Float32);
        using var transformer = new CpuTransformer(model, 8, 2);
        var row = new KvRow();
        Assert.Throws<ArgumentException>(() => transformer.Forward([new RowSpan(row, new[] { new InputToken(TokenKind.Text, 1) })]));
        row.Add(0);
        Assert.Throws<ArgumentOutOfRangeException>(() => transformer.Forward([new RowSpan(row, new[] { new InputToken(TokenKind.Code, 50) })]));
    }

    [Fact]
    public void Constructor_Float16_Throws()
    {
        using JanusModel model = KernelModels.Create("odd", torch.ScalarType.Float16);
        Assert.Throws<NotSupportedException>(() => new CpuTransformer(model, 1, 1));
    }
}
