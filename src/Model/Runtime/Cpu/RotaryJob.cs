using JanusCluster.Model.Configuration;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// Turns queries (scaled for attention, in place) and keys to their positions, and stores keys and values: the items are tokens.
/// </summary>
internal sealed unsafe class RotaryJob(LanguageConfig config, RotaryTable table, KvMemory memory, TokenPlan plan) : ITeamJob
{
    private readonly float _scale = (float)(1 / Math.Sqrt(config.HeadDim));

    private float* _qkv;
    private int _layer;

    /// <param name="qkv">[tokens, (heads + 2 · kvHeads) · headDim].</param>
    public void Do(ThreadTeam team, int layer, float* qkv)
    {
        _layer = layer;
        _qkv = qkv;
        team.Run(this, plan.Tokens);
    }

    void ITeamJob.Run(int item, int thread)
    {
        int heads = config.Heads, keyHeads = config.KeyValueHeads, width = config.HeadDim;
        float* queries = _qkv + ((long)item * (heads + (2 * keyHeads)) * width);
        float* keys = queries + (heads * width), values = keys + (keyHeads * width);
        int position = plan.Position(item);
        long block = plan.Blocks(item)[position / ITransformer.BlockSize];
        for (int head = 0; head < heads; head++)
            table.Turn(queries + (head * width), position, _scale);
        for (int head = 0; head < keyHeads; head++)
        {
            float* key = keys + (head * width);
            table.Turn(key, position, 1);
            byte* target = memory.Head(_layer, head) + (block * memory.BlockBytes);
            memory.Store(target, position % ITransformer.BlockSize, key, values + (head * width));
        }
    }
}
