namespace JanusCluster.Model.Engine;

/// <summary>What one step feeds: some tokens of some sequences, and of prompts that images share.</summary>
internal sealed class StepPlan
{
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Tokens of all rows together.</summary>
    public int Tokens { get; private set; }

    public void Clear()
    {
        _entries.Clear();
        Tokens = 0;
    }

    public void Add(Sequence sequence, int count) => Add(new Entry(sequence.Tokens, count, sequence, null));

    public void Add(SharedPrompt prompt, int count) => Add(new Entry(prompt.Rows, count, null, prompt));

    private void Add(Entry entry)
    {
        _entries.Add(entry);
        Tokens += entry.Count * entry.Rows.Kv.Count;
    }

    /// <param name="Rows">Whose tokens.</param>
    /// <param name="Count">Tokens of each row.</param>
    /// <param name="Sequence">Whose rows they are, or null.</param>
    /// <param name="Prompt">Whose row it is, or null.</param>
    public readonly record struct Entry(TokenRows Rows, int Count, Sequence? Sequence, SharedPrompt? Prompt)
    {
        /// <summary>True when the step computes all that is known, so that the next id can be drawn.</summary>
        public bool Draws => Sequence is not null && Count == Rows.Remaining;
    }
}
