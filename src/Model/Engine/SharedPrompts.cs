using JanusCluster.Model.Runtime;

namespace JanusCluster.Model.Engine;

/// <summary>
/// The prompts of images, each prefilled once. One that nobody uses is kept until its memory is needed: those with a text
/// go first, then the unconditional ones, of which there is only one for each length.
/// </summary>
internal sealed class SharedPrompts(BlockPool pool)
{
    private readonly Dictionary<PrefixKey, SharedPrompt> _all = [];
    private readonly LinkedList<SharedPrompt> _idle = new(); // longest unused first
    private readonly List<SharedPrompt> _unfinished = [];

    /// <summary>Blocks of prompts that nobody uses.</summary>
    public int IdleBlocks { get; private set; }

    public IReadOnlyList<SharedPrompt> Unfinished
    {
        get
        {
            _unfinished.RemoveAll(prompt => prompt.IsReady);
            return _unfinished;
        }
    }

    /// <summary>The prompt of one of the image's rows, with the image as one more user. A new one has no blocks yet.</summary>
    public SharedPrompt Join(ImageSequence image, int row)
    {
        PrefixKey key = image.PromptKeys[row];
        if (!_all.TryGetValue(key, out SharedPrompt? prompt))
        {
            prompt = new SharedPrompt(key, image.Tokens.Row(row)[..image.SharedLength].ToArray(), unconditional: row == 1);
            _all[key] = prompt;
            _unfinished.Add(prompt);
        }
        else if (prompt.Users == 0)
        {
            _idle.Remove(prompt);
            IdleBlocks -= prompt.Rows.Kv[0].BlockCount;
        }

        prompt.Users++;
        return prompt;
    }

    /// <summary>One user less.</summary>
    public void Leave(SharedPrompt prompt)
    {
        if (--prompt.Users > 0)
            return;
        if (!prompt.IsReady)
        {
            Forget(prompt);
            Free(prompt);
            return;
        }

        if (_all.GetValueOrDefault(prompt.Key) != prompt)
        {
            Free(prompt); // forgotten while it had users
            return;
        }

        _idle.AddLast(prompt);
        IdleBlocks += prompt.Rows.Kv[0].BlockCount;
    }

    /// <summary>Nobody new will use it.</summary>
    public void Forget(SharedPrompt prompt)
    {
        if (_all.GetValueOrDefault(prompt.Key) == prompt)
            _all.Remove(prompt.Key);
        _unfinished.Remove(prompt);
    }

    /// <summary>Frees the blocks of a prompt that nobody uses; false when there is none.</summary>
    public bool Evict()
    {
        SharedPrompt? victim = _idle.FirstOrDefault(prompt => !prompt.IsUnconditional) ?? _idle.FirstOrDefault();
        if (victim is null)
            return false;
        _idle.Remove(victim);
        IdleBlocks -= victim.Rows.Kv[0].BlockCount;
        Forget(victim); // from the unfinished, too: without blocks it is not ready any more
        Free(victim);
        return true;
    }

    private void Free(SharedPrompt prompt)
    {
        KvRow row = prompt.Rows.Kv[0];
        foreach (int block in row.Blocks)
            pool.Release(block);
        row.Clear();
    }
}
