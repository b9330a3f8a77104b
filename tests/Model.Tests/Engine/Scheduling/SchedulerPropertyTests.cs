using CsCheck;
using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime;
using JanusCluster.Model.Tests.Engine.Mixes;

namespace JanusCluster.Model.Tests.Engine.Scheduling;

/// <summary>
/// Scheduling and memory without a model, over many more mixes than a model allows: never more rows, blocks or tokens than
/// there are, everybody in turn, every position read holds what belongs there, and at the end everything is given back.
/// </summary>
public sealed class SchedulerPropertyTests
{
    private static readonly MixRequests All = new(PeakedModel.Config, codes: 16, PeakedModel.Eos, temperature: 0);

    [Fact]
    public void Step_AnyMix_KeepsEveryBoundAndContent()
    {
        long preemptions = 0;
        int loaded = 0;
        MixGen.Mixes().Sample(
            mix =>
            {
                SchedulerHarness harness = Run(mix);
                preemptions += harness.Scheduler.Preemptions;
                loaded += harness.Memory.Moves.Loaded;
            },
            iter: 3000 * MixGen.Scale, threads: 1);
        Assert.True(preemptions > 0 && loaded > 0, $"{preemptions} pre-emptions, {loaded} blocks from the host");
    }

    private static SchedulerHarness Run(Mix mix)
    {
        List<Sequence> sequences = [.. mix.Entries.Select(entry => Recorded.Of(All, entry.Spec, Resumed(entry.Spec)).Sequence)];
        int blocks = mix.Options.ExtraBlocks + sequences.Max(MixRunner.BlocksAlone);
        var harness = new SchedulerHarness(blocks, MixRunner.Options(mix.Options, new HistoryMemory(1).BlockBytes))
        {
            StepTime = _ => TimeSpan.FromMilliseconds(1),
        };
        for (int step = 0; step <= mix.Entries.Max(entry => entry.Arrival + (entry.CancelAfter ?? 0)) || !harness.Scheduler.IsIdle; step++)
        {
            Assert.True(step < 5000, "The scheduler does not come to an end.");
            for (int i = 0; i < sequences.Count; i++)
            {
                if (mix.Entries[i].Arrival == step)
                    harness.Add(sequences[i]);
                if (mix.Entries[i].Arrival + mix.Entries[i].CancelAfter == step)
                    harness.Scheduler.Remove(sequences[i]);
            }

            harness.Step();
        }

        Assert.Equal(blocks, harness.Cache.Available);
        for (int i = 0; i < sequences.Count; i++)
            CheckIds(sequences[i], mix.Entries[i].CancelAfter is null);
        return harness;
    }

    private static int[] Resumed(Mixes.Spec spec) => [.. Enumerable.Range(0, spec is TextSpec text ? Math.Min(spec.Resume, text.MaxTokens - 1) : spec.Resume).Select(i => 3 + i)];

    /// <summary>Each id is the one that its own context gives.</summary>
    private static void CheckIds(Sequence sequence, bool isWhole)
    {
        Assert.True(!isWhole || sequence.IsFinished);
        TextGeneration? text = (sequence as TextSequence)?.Request;
        int prompt = text?.Prompt.Ids.Length ?? ((ImageSequence)sequence).Request.Prompt.Conditional.Length;
        int resumed = text?.Resume.Count ?? ((ImageSequence)sequence).Request.Resume.Count;
        List<long[]> digests = [.. Enumerable.Range(0, sequence.Rows).Select(row => History.Of(sequence.Tokens.Row(row).ToArray(), text).ToArray())];
        ReadOnlySpan<InputToken> tokens = sequence.Tokens.Row(0);
        for (int i = prompt + resumed; i < tokens.Length; i++)
            Assert.Equal(History.Draw(digests.Select(row => row[i - 1]), Requests.Ids), tokens[i].Id);
    }
}
