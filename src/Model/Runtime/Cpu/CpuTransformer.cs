using JanusCluster.Model.Configuration;
using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// The transformer on the host's processor, by kernels of its own over the weights where the model holds them: float32 or
/// bfloat16, converted to float32 on the fly. Activations are float32; keys and values are kept in the weights' type.
/// </summary>
/// <remarks>
/// Each number is computed for its own token in one fixed order of operations, whatever else the forward holds and however
/// many threads there are: hence <see cref="IsBatchInvariant"/>. The weights must be loaded before, and outlive it.
/// </remarks>
internal sealed unsafe class CpuTransformer : ITransformer
{
    private readonly LanguageConfig _config;
    private readonly ThreadTeam _team;
    private readonly LinearKernel _kernel;
    private readonly KvMemory _memory;
    private readonly RotaryTable _rotaryTable;
    private readonly CodeTable _codeTable;
    private readonly SmallVectors _vectors = new();
    private readonly LayerWeights[] _layers;
    private readonly TokenPlan _plan = new();
    private readonly EmbeddingJob _embedding;
    private readonly NormJob _norm;
    private readonly LinearJob _linear;
    private readonly RotaryJob _rotary;
    private readonly AttentionJob _attention;
    private readonly GatedJob _gated;
    private readonly OutputHeads _heads;
    private readonly TokenPanel _normed, _attended, _inner;
    private readonly NativeBuffer<float> _hidden = new(), _qkv = new();
    private readonly nint _stride;
    private int[] _asked = [];

    /// <param name="blocks">KV blocks.</param>
    /// <param name="threads">That compute, the caller included.</param>
    /// <exception cref="NotSupportedException">Weights neither float32 nor bfloat16, or not in the host's memory.</exception>
    /// <param name="useDotProducts">False leaves the processor's dot products of bfloat16 alone, as where it has none.</param>
    public CpuTransformer(JanusModel model, int blocks, int threads, bool useDotProducts = true)
    {
        _config = model.Config.Language;
        _stride = (_config.HiddenSize + TokenPanel.GroupSize - 1) / TokenPanel.GroupSize * TokenPanel.GroupSize;
        var texts = WeightMatrix.Of(model.LanguageModel.Model.EmbedTokens.Weight);
        _layers = new LayerWeights[_config.Layers];
        for (int i = 0; i < _layers.Length; i++)
        {
            LlamaLayer layer = model.LanguageModel.Model.Layers[i];
            _layers[i] = new LayerWeights(layer, _vectors.Add(layer.InputNorm.Weight), _vectors.Add(layer.PostAttentionNorm.Weight));
        }

        _team = new ThreadTeam(threads);
        _kernel = new LinearKernel(threads);
        _memory = new KvMemory(_config, blocks, texts.IsBFloat16);
        _rotaryTable = new RotaryTable(_config);
        _codeTable = new CodeTable(model);
        _embedding = new EmbeddingJob(texts, _codeTable.Rows, _plan);
        _norm = new NormJob(_config.RmsNormEpsilon);
        _linear = new LinearJob(_kernel);
        _rotary = new RotaryJob(_config, _rotaryTable, _memory, _plan);
        _attention = new AttentionJob(_config, _memory, _plan, texts.IsBFloat16, threads);
        _gated = new GatedJob(_kernel, threads);
        PanelLayout layout = TokenPanel.LayoutFor(texts.IsBFloat16, useDotProducts);
        _heads = new OutputHeads(model, _team, _kernel, layout);
        _normed = new TokenPanel(_config.HiddenSize, layout);
        _attended = new TokenPanel(_config.Heads * _config.HeadDim, layout);
        _inner = new TokenPanel(_config.IntermediateSize, layout);
    }

    /// <inheritdoc/>
    public int Blocks => _memory.Blocks;

    /// <inheritdoc/>
    public long BlockBytes => _memory.BlockBytes;

    /// <inheritdoc/>
    public bool IsBatchInvariant => true;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<RowSpan> spans)
    {
        _plan.Set(spans, _config.MaxPositions);
        _attention.Prepare();
        float* hidden = _hidden.Reserve(_plan.Tokens * _stride);
        _embedding.Do(_team, hidden, _stride);
        int qkvWidth = (_config.Heads + (2 * _config.KeyValueHeads)) * _config.HeadDim;
        float* qkv = _qkv.Reserve((long)_plan.Tokens * qkvWidth);
        for (int i = 0; i < _layers.Length; i++)
        {
            LayerWeights layer = _layers[i];
            _norm.Do(_team, hidden, _stride, _plan.Tokens, null, layer.InputNorm, _normed);
            _linear.Do(_team, layer.QueryKeyValue, _normed, null, qkv, qkvWidth, add: false);
            _rotary.Do(_team, i, qkv);
            _attention.Do(_team, i, qkv, _attended);
            _linear.Do(_team, layer.Output, _attended, null, hidden, _stride, add: true);
            _norm.Do(_team, hidden, _stride, _plan.Tokens, null, layer.PostAttentionNorm, _normed);
            _gated.Do(_team, layer.GateUp, _normed, _inner);
            _linear.Do(_team, layer.Down, _inner, null, hidden, _stride, add: true);
        }
    }

    /// <inheritdoc/>
    public torch.Tensor CodeLogits(ReadOnlySpan<int> spans) => _heads.Codes(_hidden.Data, _stride, LastTokens(spans));

    /// <inheritdoc/>
    public torch.Tensor TextLogits(ReadOnlySpan<int> spans) => _heads.Texts(_hidden.Data, _stride, LastTokens(spans));

    private ReadOnlySpan<int> LastTokens(ReadOnlySpan<int> spans)
    {
        if (_asked.Length < spans.Length)
            _asked = new int[spans.Length];
        for (int i = 0; i < spans.Length; i++)
            _asked[i] = _plan.Last(spans[i]);
        return _asked.AsSpan(0, spans.Length);
    }

    /// <inheritdoc/>
    public void CopyBlock(int from, int to) => _memory.Copy(from, to);

    /// <inheritdoc/>
    public void SaveBlock(int block, Span<byte> target) => _memory.Save(block, target);

    /// <inheritdoc/>
    public void LoadBlock(int block, ReadOnlySpan<byte> source) => _memory.Load(block, source);

    public void Dispose()
    {
        _team.Dispose();
        foreach (IDisposable part in (IDisposable[])[
            _kernel, _memory, _rotaryTable, _codeTable, _vectors, _attention, _gated, _heads, _normed, _attended, _inner, _hidden, _qkv])
            part.Dispose();
    }
}
