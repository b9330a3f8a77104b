using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>What came of a mix.</summary>
/// <param name="Ended">The engine's counters after the last step.</param>
internal sealed record MixResult(IReadOnlyList<Recorded> Requests, EngineCounters Ended, bool IsIdle);

/// <summary>Runs mixes, each in an engine of its own.</summary>
/// <param name="idsOf">All ids of a request's content; what a request resumes is their beginning.</param>
internal sealed class MixRunner(JanusModel model, MixRequests all, string transformer, Func<Spec, IReadOnlyList<int>> idsOf)
{
    private const int MostSteps = 5000;

    public MixResult Run(Mix mix)
    {
        MixOptions options = mix.Options;
        List<Recorded> requests = [.. mix.Entries.Select(entry => New(entry.Spec))];
        int blocks = options.ExtraBlocks + requests.Max(one => BlocksAlone(one.Sequence));
        var memory = new CountingTransformer(TransformerFactory.Create(transformer, model, blocks));
        var encoder = new LateEncoder(model, options.EncodeDelay);
        using var engine = new InferenceEngine(
            model, memory, Options(options, memory.BlockBytes) with { Deterministic = TransformerFactory.IsFixed(transformer) ? true : null }, options.EncodeDelay > 0 ? encoder.Encode : null, new SteppingTime());

        int lastArrival = mix.Entries.Max(entry => entry.Arrival);
        for (int step = 0; step <= lastArrival || !engine.IsIdle; step++)
        {
            Assert.True(step < MostSteps, "The engine does not come to an end.");
            for (int i = 0; i < requests.Count; i++)
            {
                if (mix.Entries[i].Arrival == step)
                    engine.Add(requests[i].Sequence);
                if (mix.Entries[i].Arrival + mix.Entries[i].CancelAfter == step)
                    requests[i].Sequence.Cancel();
            }

            engine.Step();
            encoder.Tick();
            Check(engine.Counters, options);
        }

        Assert.Equal(0, memory.Failures); // the engine would go on all the same
        return new MixResult(requests, engine.Counters, engine.IsIdle);
    }

    /// <summary>What a request gets with a new engine all to itself.</summary>
    public Recorded RunAlone(Spec content)
    {
        var options = new MixOptions(2, 0, 64, null, 0, null, 0);
        return Assert.Single(Run(new Mix(options, [new MixEntry(content, 0, null)])).Requests);
    }

    public static EngineOptions Options(MixOptions options, long blockBytes) => new()
    {
        MaxRows = options.MaxRows,
        TokensPerStep = options.TokensPerStep,
        PrefixBytes = options.PrefixBlocks * blockBytes,
        HostPrefixBytes = options.HostBlocks * blockBytes,
        StepTarget = options.StepTarget is { } target ? TimeSpan.FromMilliseconds(target) : null,
    };

    public static int BlocksAlone(Sequence sequence)
    {
        int partial = sequence is ImageSequence image && (image.Request.Prompt.Conditional.Length - 1) % ITransformer.BlockSize != 0 ? 1 : 0;
        return sequence.Rows * (((sequence.MaxLength + ITransformer.BlockSize - 1) / ITransformer.BlockSize) + partial);
    }

    private static void Check(EngineCounters counters, MixOptions options)
    {
        Assert.InRange(counters.Rows, 0, options.MaxRows);
        Assert.InRange(counters.FreeBlocks, 0, counters.Blocks);
    }

    private Recorded New(Spec spec)
    {
        if (spec.Resume == 0)
            return Recorded.Of(all, spec, []);
        IReadOnlyList<int> ids = idsOf(spec.Content());
        return Recorded.Of(all, spec, [.. ids.Take(Math.Min(spec.Resume, ids.Count - 1))]); // one is left to draw
    }
}
