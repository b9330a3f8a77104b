using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>A request in an engine, and every report of it.</summary>
internal sealed class Recorded
{
    private readonly List<Exception> _errors = [];

    private Recorded(Spec spec) => Spec = spec;

    public Spec Spec { get; }

    public Sequence Sequence { get; private set; } = null!;

    /// <summary>Ids reported, one report each.</summary>
    public int Reports { get; private set; }

    /// <summary>Reports that were the last by what they said.</summary>
    public int Ends { get; private set; }

    /// <summary>Reports of any kind after the last one.</summary>
    public int Late { get; private set; }

    public IReadOnlyList<Exception> Errors => _errors;

    public bool IsOver => Ends + Errors.Count > 0;

    public IReadOnlyList<int> Ids => Sequence switch
    {
        ImageSequence image => [.. image.Codes.ToArray().Select(code => (int)code)],
        TextSequence text => text.Answer,
        _ => throw new InvalidOperationException(),
    };

    /// <param name="resume">Ids drawn already.</param>
    public static Recorded Of(MixRequests requests, Spec spec, IReadOnlyList<int> resume)
    {
        var recorded = new Recorded(spec);
        recorded.Sequence = spec switch
        {
            ImageSpec image => new ImageSequence(
                requests.Image(image, resume), requests.Codes, sequence => recorded.Report(sequence.Count == sequence.Total), recorded.Fail),
            TextSpec text => new TextSequence(
                requests.Text(text, resume), (sequence, _) => recorded.Report(sequence.FinishReason is not null), recorded.Fail),
            _ => throw new ArgumentException($"Unknown spec {spec}."),
        };
        return recorded;
    }

    private void Report(bool last)
    {
        Late += IsOver ? 1 : 0;
        Reports++;
        Ends += last ? 1 : 0;
    }

    private void Fail(Exception e)
    {
        Late += IsOver ? 1 : 0;
        _errors.Add(e);
    }
}
