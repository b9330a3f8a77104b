using JanusCluster.Model.Configuration;
using JanusCluster.Model.Language;
using JanusCluster.Model.Layers;
using JanusCluster.Model.Tests.Reference;
using TorchSharp;

namespace JanusCluster.Model.Tests.Language;

public sealed class LlamaModelTests
{
    private static torch.Tensor Ids => torch.tensor(new long[,] { { 3, 1, 4, 1, 5, 9 } });

    [Fact]
    public void Forward_WithAndWithoutGradients_GivesTheSame()
    {
        using var scope = torch.NewDisposeScope();
        using JanusModel model = SmallModel.Create();
        torch.Tensor trained = Run(model);
        using (torch.no_grad())
            Assert.True(trained.allclose(Run(model), rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Backward_LossOverText_ReachesEveryWeightOfTheTransformer()
    {
        using var scope = torch.NewDisposeScope();
        using JanusModel model = SmallModel.Create();
        model.TextLogits(Run(model)).square().sum().backward();
        Assert.All(
            model.LanguageModel.named_parameters(),
            named => Assert.True(named.parameter.grad is { } grad && grad.abs().sum().item<float>() > 0, named.name));
    }

    [Fact]
    public void Forward_EqualKeyValueHeads_EqualsGroupedHeadsOfTheSameWeights()
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        LanguageConfig grouped = SmallModel.Config.Language, full = grouped with { KeyValueHeads = grouped.Heads };
        using JanusModel few = SmallModel.Create(), many = SmallModel.Create(config: SmallModel.Config with { Language = full });
        Dictionary<string, torch.Tensor> source = few.named_parameters().ToDictionary(p => p.name, p => (torch.Tensor)p.parameter);
        foreach ((string name, torch.Tensor parameter) in many.named_parameters())
        {
            torch.Tensor weight = source[name];
            if (!weight.shape.SequenceEqual(parameter.shape)) // keys, values: every group's head once per query head
                weight = weight.view(grouped.KeyValueHeads, grouped.HeadDim, -1).repeat_interleave(3, 0).view(parameter.shape);
            parameter.copy_(weight);
        }

        Assert.True(Run(few).allclose(Run(many), rtol: 1e-4, atol: 1e-5));
    }

    [Fact]
    public void Forward_PaddedOnTheLeft_TokensComputeWhatTheyDoAlone()
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        using JanusModel model = SmallModel.Create();
        torch.Tensor alone = Run(model);
        torch.Tensor attended = torch.tensor(new long[,] { { 0, 0, 0, 1, 1, 1, 1, 1, 1 } });
        torch.Tensor embeds = model.EmbedText(torch.cat([torch.full([1, 3], 7, dtype: torch.ScalarType.Int64), Ids], 1));
        torch.Tensor padded = model.Forward(
            embeds, null, ReferenceTextLoop.Positions(attended), AttentionMask.Padded(attended, 9, embeds.dtype));
        Assert.True(padded.isfinite().all().item<bool>());
        Assert.True(alone.allclose(padded.narrow(1, 3, 6), rtol: 1e-4, atol: 1e-5));
    }

    [Fact]
    public void NamedParameters_TiedEmbeddings_HaveNoHeadOfTheirOwn()
    {
        using var scope = torch.NewDisposeScope();
        LanguageConfig tied = SmallModel.Config.Language with { TieWordEmbeddings = true };
        using var model = new LlamaForCausalLm(tied, new Allocation(torch.CPU, torch.ScalarType.Float32));
        Assert.DoesNotContain(model.named_parameters(), named => named.name.Contains("lm_head", StringComparison.Ordinal));
        using IDisposable noGrad = torch.no_grad();
        model.Model.EmbedTokens.Weight.fill_(1);
        Assert.Equal(tied.HiddenSize, model.Logits(torch.ones(1, tied.HiddenSize))[0, 0].item<float>());
    }

    /// <summary>To be called within a dispose scope.</summary>
    private static torch.Tensor Run(JanusModel model)
    {
        torch.Tensor embeds = model.EmbedText(Ids);
        return model.Forward(embeds, null, torch.arange(embeds.shape[1]));
    }
}
