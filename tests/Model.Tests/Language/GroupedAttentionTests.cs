using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Model.Tests.Language;

public sealed class GroupedAttentionTests
{
    private const int Batch = 2, Heads = 6, KeyHeads = 2, Width = 4;

    [Theory]
    [InlineData(5, 5)] // prefill
    [InlineData(1, 5)] // decode
    [InlineData(3, 5)] // a chunk behind a stored prefix
    public void Attend_NoMask_IsCausalAttentionOfEachHeadOverItsGroup(int rows, int stored)
    {
        using var scope = torch.NewDisposeScope();
        (torch.Tensor queries, torch.Tensor keys, torch.Tensor values) = Random(rows, stored);

        torch.Tensor actual = GroupedAttention.Attend(queries, keys, values, mask: null);

        for (int head = 0; head < Heads; head++)
        {
            int group = head * KeyHeads / Heads;
            torch.Tensor scores = torch.matmul(queries.select(1, head), keys.select(1, group).transpose(1, 2)) / Math.Sqrt(Width);
            for (int row = 0; row < rows; row++)
            {
                int seen = stored - rows + row + 1;
                torch.Tensor weights = scores.select(1, row).narrow(1, 0, seen).softmax(-1).unsqueeze(1); // [B, 1, seen]
                torch.Tensor expected = torch.matmul(weights, values.select(1, group).narrow(1, 0, seen)).squeeze(1); // [B, d]
                Assert.True(expected.allclose(actual.select(1, head).select(1, row), rtol: 1e-4, atol: 1e-5), $"head {head}, row {row}");
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void Attend_BooleanAndAdditiveMask_Agree(int rows)
    {
        using var scope = torch.NewDisposeScope();
        (torch.Tensor queries, torch.Tensor keys, torch.Tensor values) = Random(rows, 5);
        torch.Tensor seen = AttentionMask.Causal(rows, 5, torch.CPU);
        torch.Tensor additive = torch.zeros(rows, 5).masked_fill(seen.logical_not(), float.NegativeInfinity);
        torch.Tensor causal = GroupedAttention.Attend(queries, keys, values, mask: null);
        Assert.True(causal.allclose(GroupedAttention.Attend(queries, keys, values, seen), rtol: 1e-5, atol: 1e-6));
        Assert.True(causal.allclose(GroupedAttention.Attend(queries, keys, values, additive), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Attend_OneRowAndAMaskPerSequence_HidesWhatItHides()
    {
        using var scope = torch.NewDisposeScope();
        (torch.Tensor queries, torch.Tensor keys, torch.Tensor values) = Random(1, 5);
        torch.Tensor seen = torch.tensor(new[,] { { false, false, true, true, true }, { true, true, true, true, true } });
        torch.Tensor actual = GroupedAttention.Attend(queries, keys, values, seen.view(Batch, 1, 1, 5));
        torch.Tensor first = GroupedAttention.Attend(
            queries.narrow(0, 0, 1), keys.narrow(0, 0, 1).narrow(2, 2, 3), values.narrow(0, 0, 1).narrow(2, 2, 3), mask: null);
        Assert.True(first.allclose(actual.narrow(0, 0, 1), rtol: 1e-4, atol: 1e-5));
    }

    private static (torch.Tensor Queries, torch.Tensor Keys, torch.Tensor Values) Random(int rows, int stored)
    {
        using var generator = new torch.Generator(7);
        return (
            torch.randn([Batch, Heads, rows, Width], generator: generator),
            torch.randn([Batch, KeyHeads, stored, Width], generator: generator),
            torch.randn([Batch, KeyHeads, stored, Width], generator: generator));
    }
}
