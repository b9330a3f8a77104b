using System.Text.RegularExpressions;
using JanusCluster.Model.Tests.Reference;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

public sealed partial class GreedyGoldenTests
{
    internal const string Claim = @"greedy\.\w+\.(tokens|logits)";

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void ReferenceTextLoop_RecordedBatches_TokensAndLogitsAreTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        JanusModel model = GoldenModel.Of(layout);
        foreach (string tokens in GoldenTensors.Names.Where(name => Tokens().IsMatch(name)))
        {
            ReferenceInputs batch = GoldenBatch.Read(Batch().Match(GoldenTensors.Field(tokens, "input")).Groups[1].Value);
            var logits = new List<torch.Tensor>();
            torch.Tensor generated = ReferenceTextLoop.Generate(
                model, batch.Embed(model), batch.Attended, (int)GoldenTensors.Get(tokens).shape[1], GoldenTexts.EndId, GoldenTexts.PadId,
                step => logits.Add(step.clone().DetachFromDisposeScope()));
            GoldenAssert.Equal(tokens, generated, GoldenTolerances.Exact);
            GoldenAssert.Equal(Tokens().Match(tokens).Groups[1].Value + ".logits", torch.stack(logits, 1), GoldenTolerances.Logits);
            logits.ForEach(step => step.Dispose());
        }
    }

    [GeneratedRegex(@"^(greedy\.\w+)\.tokens$")]
    private static partial Regex Tokens();

    [GeneratedRegex(@"^batch\.(\w+)\.\*$")]
    private static partial Regex Batch();
}
