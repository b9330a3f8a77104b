using JanusCluster.Model.Configuration;
using TorchSharp;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>The final norm and the two heads over it.</summary>
internal sealed unsafe class OutputHeads : IDisposable
{
    private readonly ThreadTeam _team;
    private readonly NormJob _norm;
    private readonly LinearJob _linear;
    private readonly GeluJob _gelu = new();
    private readonly SmallVectors _vectors = new();
    private readonly float* _normWeight, _projectionBias, _headBias;
    private readonly WeightMatrix _projection, _codeHead, _textHead;
    private readonly TokenPanel _normed, _projected;
    private readonly NativeBuffer<float> _wide = new();
    private readonly LogitsBuffer _codes, _texts;
    private int[] _rows = [];

    public OutputHeads(JanusModel model, ThreadTeam team, LinearKernel kernel, PanelLayout layout)
    {
        LanguageConfig config = model.Config.Language;
        (_team, _norm, _linear) = (team, new NormJob(config.RmsNormEpsilon), new LinearJob(kernel));
        _normWeight = _vectors.Add(model.LanguageModel.Model.Norm.Weight);
        _projectionBias = _vectors.Add(model.GenHead.Projection.Bias);
        _headBias = _vectors.Add(model.GenHead.Head.Bias);
        _projection = WeightMatrix.Of(model.GenHead.Projection.Weight);
        _codeHead = WeightMatrix.Of(model.GenHead.Head.Weight);
        _textHead = WeightMatrix.Of(model.LanguageModel.HeadWeight);
        _normed = new TokenPanel(config.HiddenSize, layout);
        _projected = new TokenPanel(_projection.Rows, layout);
        _codes = new LogitsBuffer(_codeHead.Rows);
        _texts = new LogitsBuffer(_textHead.Rows);
    }

    /// <summary>Logits over codes: [tokens, codes].</summary>
    /// <param name="hidden">[all tokens, stride] of a forward, before the norm.</param>
    public torch.Tensor Codes(float* hidden, nint stride, ReadOnlySpan<int> tokens)
    {
        torch.Tensor logits = _codes.View(tokens.Length);
        Norm(hidden, stride, tokens);
        float* wide = _wide.Reserve((long)tokens.Length * _projection.Rows);
        _linear.Do(_team, _projection, _normed, _projectionBias, wide, _projection.Rows, add: false);
        _gelu.Do(_team, wide, _projected, tokens.Length);
        _linear.Do(_team, _codeHead, _projected, _headBias, _codes.Data, _codeHead.Rows, add: false);
        return logits;
    }

    /// <summary>Logits over text tokens: [tokens, vocabulary].</summary>
    /// <inheritdoc cref="Codes"/>
    public torch.Tensor Texts(float* hidden, nint stride, ReadOnlySpan<int> tokens)
    {
        torch.Tensor logits = _texts.View(tokens.Length);
        Norm(hidden, stride, tokens);
        _linear.Do(_team, _textHead, _normed, null, _texts.Data, _textHead.Rows, add: false);
        return logits;
    }

    private void Norm(float* hidden, nint stride, ReadOnlySpan<int> tokens)
    {
        if (_rows.Length < tokens.Length)
            _rows = new int[tokens.Length];
        tokens.CopyTo(_rows);
        _norm.Do(_team, hidden, stride, tokens.Length, _rows, _normWeight, _normed);
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[_vectors, _normed, _projected, _wide, _codes, _texts])
            part.Dispose();
    }
}
