using System.Runtime.InteropServices;
using JanusCluster.Model.Layers;
using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>Carries a plan out: the only caller of the transformer. Its callers set inference mode and a dispose scope.</summary>
internal sealed class BatchRunner(ITransformer transformer)
{
    private readonly List<ImageSequence> _images = [];
    private readonly List<TextSequence> _texts = [];
    private readonly List<int> _rows = [];
    private readonly List<int> _others = [];
    private RowSpan[] _spans = [];

    /// <summary>Computes keys, values and hidden states of all planned tokens.</summary>
    /// <exception cref="Exception">Nothing has changed.</exception>
    public void Forward(IReadOnlyList<StepPlan.Entry> plan)
    {
        int count = 0;
        foreach (StepPlan.Entry entry in plan)
        {
            for (int row = 0; row < entry.Rows.Kv.Count; row++)
            {
                if (count == _spans.Length)
                    Array.Resize(ref _spans, Math.Max(16, 2 * count));
                _spans[count++] = new RowSpan(
                    entry.Rows.Kv[row], entry.Rows.Next(row, entry.Count), (entry.Sequence as TextSequence)?.Features.Values);
            }
        }

        transformer.Forward(_spans.AsSpan(0, count));
    }

    /// <summary>Draws the next id of every image and answer whose last known token was in the last forward.</summary>
    /// <param name="drawn">Called with each sequence and its id, or <see cref="Sampler.Invalid"/>.</param>
    public void Draw(IReadOnlyList<StepPlan.Entry> plan, Action<Sequence, long> drawn)
    {
        DrawCodes(plan, drawn);
        DrawTokens(plan, drawn);
    }

    private void DrawCodes(IReadOnlyList<StepPlan.Entry> plan, Action<Sequence, long> drawn)
    {
        Select(plan, _images);
        if (_images.Count == 0)
            return;

        // Conditional rows of all, then the unconditional rows of those under guidance: they stand first.
        int guided = _others.Count;
        _rows.AddRange(_others);
        torch.Tensor logits = transformer.CodeLogits(CollectionsMarshal.AsSpan(_rows)); // [images + guided, codes]
        if (guided > 0)
        {
            torch.Tensor conditional = logits.narrow(0, 0, guided), unconditional = logits.narrow(0, _images.Count, guided);
            torch.Tensor weights = torch.tensor(_images.Take(guided).Select(image => (float)image.Request.Guidance).ToArray(), device: logits.device);
            conditional.sub_(unconditional).mul_(weights.unsqueeze(1)).add_(unconditional, Scalars.One);
        }

        Report(Sample(logits.narrow(0, 0, _images.Count), _images), _images, drawn);
    }

    private void DrawTokens(IReadOnlyList<StepPlan.Entry> plan, Action<Sequence, long> drawn)
    {
        Select(plan, _texts);
        if (_texts.Count == 0)
            return;
        torch.Tensor logits = transformer.TextLogits(CollectionsMarshal.AsSpan(_rows)); // [answers, vocabulary]
        TokenScoring? scoring = TokenScoring.Begin(logits, _texts); // before anything changes them
        for (int i = 0; i < _texts.Count; i++)
            Penalize(logits.select(0, i), _texts[i]);
        long[] ids = Sample(logits, _texts);
        scoring?.Tell(_texts, ids);
        Report(ids, _texts, drawn);
    }

    /// <summary>Fills the list with what draws in this step, images under guidance first; the span of each one's first row goes to <see cref="_rows"/>, of its second to <see cref="_others"/>.</summary>
    private void Select<T>(IReadOnlyList<StepPlan.Entry> plan, List<T> sequences)
        where T : Sequence
    {
        sequences.Clear();
        _rows.Clear();
        _others.Clear();
        for (int rows = 2; rows >= 1; rows--)
        {
            int span = 0;
            foreach (StepPlan.Entry entry in plan)
            {
                if (entry.Draws && entry.Sequence is T sequence && sequence.Rows == rows)
                {
                    sequences.Add(sequence);
                    _rows.Add(span);
                    if (rows == 2)
                        _others.Add(span + 1);
                }

                span += entry.Rows.Kv.Count;
            }
        }
    }

    private static void Penalize(torch.Tensor logits, TextSequence text)
    {
        if (text.Request.RepetitionPenalty == 1 || text.Answer.Count == 0)
            return;
        torch.Tensor seen = torch.tensor(text.Answer.Select(id => (long)id).Distinct().ToArray(), device: logits.device);
        torch.Tensor scores = logits.index_select(0, seen);
        double penalty = text.Request.RepetitionPenalty;
        logits.index_copy_(0, seen, torch.where(scores > Scalars.Zero, scores.Over(penalty), scores.Times(penalty)));
    }

    private static long[] Sample<T>(torch.Tensor logits, List<T> sequences)
        where T : Sequence => Sampler.Draw(
            logits, [.. sequences.Select(s => s.Sampling)], [.. sequences.Select(s => s.NextUniform())]);

    private static void Report<T>(long[] ids, List<T> sequences, Action<Sequence, long> drawn)
        where T : Sequence
    {
        for (int i = 0; i < ids.Length; i++)
            drawn(sequences[i], ids[i]);
    }
}
