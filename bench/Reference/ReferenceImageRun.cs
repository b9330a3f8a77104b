using JanusCluster.Model;
using JanusCluster.Model.Language;
using TorchSharp;

namespace JanusCluster.Bench.Reference;

/// <summary>The reference's loop, a step at a time. The first step reads the prompt.</summary>
public sealed class ReferenceImageRun : IDisposable
{
    private readonly JanusModel _model;
    private readonly ImageRequest _request;
    private readonly CodePicker _pick;
    private readonly UnfusedLlama _llama;
    private readonly ConcatenatingCache _cache = new();
    private torch.Tensor _embeds; // [2N, T or 1, hidden]
    private int _step;

    public ReferenceImageRun(JanusModel model, ImageRequest request, CodePicker pick)
    {
        (_model, _request, _pick, _llama) = (model, request, pick, new UnfusedLlama(model));
        using torch.Tensor ids = ReferenceImageLoop.TokenMatrix(request).to(model.Allocation.Device);
        _embeds = model.EmbedText(ids).DetachFromDisposeScope();
    }

    /// <summary>Draws the next code of every image: int64 [N].</summary>
    public torch.Tensor Next(Action<ImageStep>? observe = null)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor positions = torch.arange(_cache.Length, _cache.Length + _embeds.shape[1], device: _embeds.device);
        torch.Tensor hidden = _llama.Forward(_embeds, _cache, positions).select(1, -1); // [2N, hidden]
        torch.Tensor logits = _model.ImageLogits(hidden).view(_request.Images, 2, -1); // [N, 2, codes]
        torch.Tensor conditional = logits.select(1, 0), unconditional = logits.select(1, 1);
        torch.Tensor guided = unconditional + (_request.Guidance * (conditional - unconditional));
        observe?.Invoke(new ImageStep(_step, hidden, conditional, unconditional, guided));

        torch.Tensor code = _pick((guided / _request.Temperature).softmax(-1), _step++); // [N]
        Feed(code);
        return code.MoveToOuterDisposeScope();
    }

    /// <summary>Stands in for positions that were drawn before: random keys and values, and a code to go on with.</summary>
    public void SkipTo(int positions)
    {
        using var scope = torch.NewDisposeScope();
        Model.Configuration.LanguageConfig config = _model.Config.Language;
        torch.Device device = _model.Allocation.Device;
        long rows = 2 * _request.Images;
        torch.Tensor query = torch.ones([rows, config.Heads, 1, config.HeadDim], _model.Allocation.Type, device);
        torch.Tensor stored = torch.randn([rows, config.KeyValueHeads, positions, config.HeadDim], _model.Allocation.Type, device);
        for (int layer = 0; layer < config.Layers; layer++)
            _cache.Attend(layer, query, stored, stored, mask: null).Dispose();
        Feed(torch.zeros(_request.Images, torch.ScalarType.Int64, device));
    }

    public void Dispose()
    {
        _cache.Dispose();
        _embeds.Dispose();
    }

    private void Feed(torch.Tensor codes)
    {
        _embeds.Dispose();
        _embeds = _model.EmbedImageCodes(codes.repeat_interleave(2)).unsqueeze(1).DetachFromDisposeScope();
    }
}
