using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Gives sequences their blocks of KV memory. A sequence gets all that it may come to need when it is admitted, so
/// nothing that runs ever lacks memory; what sequences have in common they share.
/// </summary>
internal sealed class KvCache
{
    private readonly BlockPool _pool;
    private readonly IBlockMemory _memory;
    private readonly SharedPrompts _prompts;
    private readonly PrefillGrid _grid;

    public KvCache(IBlockMemory memory, EngineOptions options, PrefillGrid grid)
    {
        _grid = grid;
        _memory = memory;
        _pool = new BlockPool(memory.Blocks);
        long idle = options.PrefixBytes is { } bytes ? bytes / memory.BlockBytes : memory.Blocks;
        Prefixes = new PrefixCache(_pool, memory, (int)Math.Min(idle, memory.Blocks), options.HostPrefixBytes);
        _prompts = new SharedPrompts(_pool);
    }

    public PrefixCache Prefixes { get; }

    /// <summary>Blocks that nobody needs.</summary>
    public int Available => _pool.Free + Prefixes.Idle + _prompts.IdleBlocks;

    /// <summary>True when the sequence fits while nothing else is there.</summary>
    public bool EverFits(Sequence sequence) => BlocksAlone(sequence) <= _pool.Count;

    /// <summary>True when the sequence would fit once this many blocks more were free.</summary>
    public bool WouldFit(Sequence sequence, int freed) => BlocksAlone(sequence) <= Available + freed;

    /// <summary>Blocks that releasing the sequence makes available at least.</summary>
    public int OwnBlocks(Sequence sequence) =>
        sequence.Tokens.Kv.Sum(row => row.Blocks.ToArray().Count(block => _pool.Holders(block) == 1));

    /// <summary>True when the sequence has its blocks.</summary>
    public static bool HasMemory(Sequence sequence) => sequence.Tokens.Kv[0].BlockCount > 0;

    /// <summary>Gives the sequence all blocks that it may need, unless it has them; changes nothing when they are not there.</summary>
    public bool TryReserve(Sequence sequence) => HasMemory(sequence) || sequence switch
    {
        ImageSequence image => TryReserve(image),
        TextSequence text => TryReserve(text),
        _ => throw new ArgumentException($"Unknown sequence {sequence.GetType().Name}."),
    };

    /// <summary>Prompts that images wait for, in the order in which they were first asked for.</summary>
    public IEnumerable<SharedPrompt> Unfinished => _prompts.Unfinished;

    /// <summary>Lets an image take over its prompts' keys and values once they are there.</summary>
    /// <returns>True when the sequence can be fed.</returns>
    public bool MakeReady(Sequence sequence)
    {
        if (sequence is not ImageSequence image || image.Tokens.Computed > 0 || image.Prompts.Count == 0)
            return true;
        if (!image.Prompts.All(prompt => prompt.IsReady))
            return false;
        for (int row = 0; row < image.Rows; row++)
            TakeOver(image.Prompts[row].Rows.Kv[0], image.Tokens.Kv[row]);
        return true;
    }

    /// <summary>Stores the blocks that an answer has filled, up to what is computed.</summary>
    public void StoreFilled(TextSequence text)
    {
        int storable = _grid.Storable(text.Tokens);
        for (; (text.StoredBlocks + 1) * ITransformer.BlockSize <= storable; text.StoredBlocks++)
            Prefixes.Store(text.KeyOf(text.StoredBlocks), text.Tokens.Kv[0].Blocks[text.StoredBlocks]);
    }

    /// <summary>Takes all blocks back. The sequence may be reserved for again.</summary>
    public void Release(Sequence sequence)
    {
        foreach (KvRow row in sequence.Tokens.Kv)
        {
            for (int i = row.BlockCount - 1; i >= 0; i--)
                Prefixes.Release(row.Blocks[i]);
            row.Clear();
        }

        if (sequence is ImageSequence image)
        {
            foreach (SharedPrompt prompt in image.Prompts)
                _prompts.Leave(prompt);
            image.Prompts = [];
        }
        else if (sequence is TextSequence text)
        {
            text.StoredBlocks = 0;
        }
    }

    /// <summary>Forgets a prompt whose prefill failed.</summary>
    public void Forget(SharedPrompt prompt) => _prompts.Forget(prompt);

    private static int BlocksAlone(Sequence sequence)
    {
        int own = sequence.Rows * KvRow.BlocksFor(sequence.MaxLength);
        return sequence is ImageSequence image ? own + (image.Rows * (image.SharedLength % ITransformer.BlockSize == 0 ? 0 : 1)) : own;
    }

    private bool TryReserve(TextSequence text)
    {
        // The last known token is always computed: its hidden state is what the next one is drawn from.
        int usable = _grid.Shareable(text.Tokens.Known - 1) / ITransformer.BlockSize;
        KvRow row = text.Tokens.Kv[0];
        var restored = new List<PrefixKey>();
        for (int i = 0; i < usable && Prefixes.Hold(text.KeyOf(i)) is { } block; i++)
            row.Add(block);
        for (int i = row.BlockCount; i < usable && Prefixes.IsOnHost(text.KeyOf(i)); i++)
            restored.Add(text.KeyOf(i));

        int whole = _grid.Shareable((row.BlockCount + restored.Count) * ITransformer.BlockSize) / ITransformer.BlockSize;
        while (row.BlockCount > whole)
            Prefixes.Release(row.RemoveLast());
        restored.RemoveRange(whole - row.BlockCount, row.BlockCount + restored.Count - whole);

        int hits = row.BlockCount, needed = KvRow.BlocksFor(text.MaxLength) - hits;
        if (needed > Available)
        {
            Release(text);
            return false;
        }

        for (int i = 0; i < needed; i++)
            row.Add(Take());
        for (int i = 0; i < restored.Count && Prefixes.IsOnHost(restored[i]); i++)
            Prefixes.Restore(restored[i], row.Blocks[hits++]);
        row.Length = hits * ITransformer.BlockSize;
        text.StoredBlocks = hits;
        text.CachedTokens = row.Length;
        Prefixes.Count(text.Tokens.Known, row.Length);
        return true;
    }

    private bool TryReserve(ImageSequence image)
    {
        int shared = image.SharedLength, whole = shared / ITransformer.BlockSize;
        var prompts = new List<SharedPrompt>();
        int needed = image.Rows * (KvRow.BlocksFor(image.MaxLength) - whole);
        if (shared > 0)
        {
            for (int row = 0; row < image.Rows; row++)
                prompts.Add(_prompts.Join(image, row));
            needed += prompts.Distinct().Where(prompt => prompt.Rows.Kv[0].BlockCount == 0).Sum(_ => KvRow.BlocksFor(shared));
        }

        image.Prompts = prompts;
        if (needed > Available)
        {
            Release(image);
            return false;
        }

        foreach (SharedPrompt prompt in prompts)
        {
            KvRow kv = prompt.Rows.Kv[0];
            while (kv.BlockCount < KvRow.BlocksFor(shared))
                kv.Add(Take());
        }

        for (int row = 0; row < image.Rows; row++)
        {
            KvRow kv = image.Tokens.Kv[row];
            for (int i = 0; i < whole; i++)
            {
                int block = prompts[row].Rows.Kv[0].Blocks[i];
                _pool.Hold(block);
                kv.Add(block);
            }

            while (kv.BlockCount < KvRow.BlocksFor(image.MaxLength))
                kv.Add(Take());
        }

        return true;
    }

    private int Take()
    {
        while (_pool.Free == 0)
        {
            if (!Prefixes.Evict() && !_prompts.Evict())
                throw new InvalidOperationException("More KV memory was promised than there is.");
        }

        return _pool.Take();
    }

    /// <summary>Whole blocks are shared already; the rest of the last one is copied, since the row will write behind it.</summary>
    private void TakeOver(KvRow prompt, KvRow row)
    {
        int whole = prompt.Length / ITransformer.BlockSize;
        if (prompt.Length % ITransformer.BlockSize != 0)
            _memory.CopyBlock(prompt.Blocks[whole], row.Blocks[whole]);
        row.Length = prompt.Length;
    }
}
