using JanusCluster.Model.Engine;
using JanusCluster.Model.Layers;
using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>Log probabilities are those of the model's own logits, whatever is done to draw an id.</summary>
public sealed class TokenScoresTests : IDisposable
{
    private const int Vocabulary = 40;
    private readonly JanusModel _model = PeakedModel.Create();

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void Step_AnswerThatAsks_IsToldTheModelsOwn(double temperature)
    {
        TextGeneration request = PeakedModel.Text(3, temperature: temperature) with { TopLogprobs = 4, RepetitionPenalty = 1.5 };
        request = request with { Sampling = request.Sampling with { TopK = 5, TopP = 0.9 } };
        (IReadOnlyList<int> ids, List<TokenScores?> scores) = Run(request);

        float[][] expected = LogProbabilities(request, ids);
        Assert.Equal(ids.Count, scores.Count);
        for (int i = 0; i < ids.Count; i++)
        {
            Assert.Equal(expected[i][ids[i]], scores[i]!.Logprob, 1e-3);
            ScoredId[] likeliest = [.. expected[i].Index().OrderByDescending(entry => entry.Item).Take(4).Select(entry => new ScoredId(entry.Index, entry.Item))];
            Assert.Equal(likeliest.Select(one => one.Id), scores[i]!.Top.Select(one => one.Id));
            Assert.All(likeliest.Zip(scores[i]!.Top), both => Assert.Equal(both.First.Logprob, both.Second.Logprob, 1e-3));
        }
    }

    [Fact]
    public void Step_AmongOthers_TellsThoseThatAskAndChangesNothing()
    {
        TextGeneration[] requests = [.. Enumerable.Range(0, 4).Select(i => PeakedModel.Text(i, 3 + (2 * i)) with { TopLogprobs = i % 2 == 0 ? i : null })];
        var alone = requests.Select(request => Run(request with { TopLogprobs = null }).Ids).ToList();
        var scored = requests.Select(Run).ToList();

        var engine = new InferenceEngine(_model, new EngineOptions { MaxRows = 32, KvBytes = 64 << 20 });
        var together = requests.Select(request => Add(engine, request)).ToList();
        Collected.RunToEnd(engine);
        Assert.Equal(alone, together.Select(one => one.Sequence.Answer));
        for (int i = 0; i < requests.Length; i++)
        {
            if (requests[i].TopLogprobs is not { } top)
            {
                Assert.All(together[i].Scores, Assert.Null);
                continue;
            }

            Assert.All(together[i].Scores, score => Assert.Equal(top, score!.Top.Count));
            Assert.All(scored[i].Scores.Zip(together[i].Scores), both => Assert.Equal(both.First!.Logprob, both.Second!.Logprob, 1e-3));
        }
    }

    [Fact]
    public void Step_MoreThanTheVocabulary_TellsAllOfItAndLeavesNoTensorBehind()
    {
        TextGeneration request = PeakedModel.Text(2) with { TopLogprobs = Vocabulary + 5 };
        Run(request);
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        (_, List<TokenScores?> scores) = Run(request);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(scores, score =>
        {
            Assert.Equal(Vocabulary, score!.Top.Count);
            Assert.Equal(1, score.Top.Sum(one => Math.Exp(one.Logprob)), 1e-3);
        });
    }

    public void Dispose() => _model.Dispose();

    private (IReadOnlyList<int> Ids, List<TokenScores?> Scores) Run(TextGeneration request)
    {
        using var engine = new InferenceEngine(_model, new EngineOptions { MaxRows = 32, KvBytes = 64 << 20 });
        (TextSequence sequence, List<TokenScores?> scores) = Add(engine, request);
        Collected.RunToEnd(engine);
        return (sequence.Answer, scores);
    }

    private static (TextSequence Sequence, List<TokenScores?> Scores) Add(InferenceEngine engine, TextGeneration request)
    {
        var scores = new List<TokenScores?>();
        var sequence = new TextSequence(request, (running, _) => scores.Add(running.Scores), error => Assert.Fail(error.Message));
        engine.Add(sequence);
        return (sequence, scores);
    }

    /// <summary>Of every id in each place of the answer, from one forward of the whole row.</summary>
    private float[][] LogProbabilities(TextGeneration request, IReadOnlyList<int> ids)
    {
        using var inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        long[] row = [.. request.Prompt.Ids.ToArray().Concat(ids).Select(id => (long)id)];
        torch.Tensor hidden = _model.Forward(_model.EmbedText(torch.tensor(row, [1, row.Length])), cache: null, Scalars.Range(row.Length)); // [1, T, hidden]
        int first = request.Prompt.Ids.Length - 1;
        return [.. Enumerable.Range(0, ids.Count).Select(
            i => _model.TextLogits(hidden.select(1, first + i)).log_softmax(-1).data<float>().ToArray())];
    }
}
