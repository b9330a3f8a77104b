using TorchSharp;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>Encodes images some steps after it was asked to.</summary>
internal sealed class LateEncoder(JanusModel model, int delay)
{
    private readonly List<(int Due, float[] Pixels, TaskCompletionSource<torch.Tensor> Done)> _asked = [];
    private int _step;

    public Task<torch.Tensor> Encode(float[] pixels, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<torch.Tensor>();
        _asked.Add((_step + delay, pixels, done));
        return done.Task;
    }

    /// <summary>One step goes by.</summary>
    public void Tick()
    {
        _step++;
        foreach ((int _, float[] pixels, TaskCompletionSource<torch.Tensor> done) in _asked.Where(one => one.Due <= _step).ToList())
            done.SetResult(EncodeNow(pixels));
        _asked.RemoveAll(one => one.Due <= _step);
    }

    private torch.Tensor EncodeNow(float[] pixels)
    {
        using var inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        int side = model.Config.Vision.ImageSize;
        return model.EncodeImages(torch.tensor(pixels, [1, 3, side, side])).select(0, 0).contiguous().DetachFromDisposeScope();
    }
}
