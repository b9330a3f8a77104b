using JanusCluster.Imaging;
using JanusCluster.Model.Runtime;
using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>
/// Encodes images that are to be understood and decodes images that are drawn, on one thread beside the engine's, so that
/// neither holds up the decode loop. Any thread may call it.
/// </summary>
/// <remarks>
/// Each round computes one batch of one kind: images to encode, for a chat waits for them; then finished images; then previews.
/// Work that is cancelled before its round is left out. What a round may
/// take of the device: <see cref="VisionShare"/>.
/// </remarks>
public sealed class VisionWorker : IAsyncDisposable
{
    private readonly VisionQueue<float[], torch.Tensor> _encodes;
    private readonly VisionQueue<ReadOnlyMemory<ushort>, RgbImage> _finished;
    private readonly VisionQueue<ReadOnlyMemory<ushort>, RgbImage> _previews;
    private readonly IVisionQueue[] _byUrgency;
    private readonly IVisionModel _model;
    private readonly VisionShare _share;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;

    /// <param name="model">Its weights are read from the worker's thread: nobody may write to them any longer.</param>
    public VisionWorker(JanusModel model, VisionWorkerOptions options)
        : this(new JanusVision(model), model.Allocation.Device, options)
    {
    }

    internal VisionWorker(IVisionModel model, torch.Device device, VisionWorkerOptions options)
    {
        _model = model;
        _share = VisionShare.Of(device, options);
        _encodes = new(images => [.. model.Encode(images).Select(features => features.DetachFromDisposeScope())],
            _share.MaxEncodes, unwanted => unwanted.Dispose());
        _finished = new(model.Decode, _share.MaxDecodes, _ => { });
        _previews = new(model.Decode, _share.MaxDecodes, _ => { });
        _byUrgency = [_encodes, _finished, _previews];
        using var entered = new ManualResetEventSlim();
        new Thread(() => Run(entered)) { IsBackground = true, Name = "janus-vision" }.Start();
        entered.Wait(); // The creating thread computes nothing meanwhile: see IntraOpThreads.
    }

    /// <summary>Normalised pixels [3, side, side] to image tokens [patches, hidden] in the model's dtype on its device.</summary>
    /// <returns>Contiguous, in no dispose scope; the receiver disposes it.</returns>
    /// <exception cref="ArgumentException">The wrong number of pixels.</exception>
    /// <exception cref="ObjectDisposedException">The worker is stopping.</exception>
    public Task<torch.Tensor> EncodeAsync(float[] pixels, CancellationToken cancellationToken) =>
        Add(_encodes, pixels, cancellationToken);

    /// <summary>Codes in raster order to pixels. Fewer codes than an image has make a preview: the rest is mid-grey.</summary>
    /// <param name="codes">Not copied: must not change until the task ends.</param>
    /// <exception cref="ArgumentException">Too many codes, or one outside the codebook.</exception>
    /// <exception cref="ObjectDisposedException">The worker is stopping.</exception>
    public Task<RgbImage> DecodeAsync(ReadOnlyMemory<ushort> codes, CancellationToken cancellationToken) =>
        Add(codes.Length < _model.CodesPerImage ? _previews : _finished, codes, cancellationToken);

    /// <summary>Fails what waits; ends when the batch that is being computed, if any, is done.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        FailAll();
        _wake.Release();
        return _ended.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private Task<TResult> Add<TInput, TResult>(VisionQueue<TInput, TResult> queue, TInput input, CancellationToken cancellationToken)
    {
        Task<TResult> result = queue.Add(input, cancellationToken);
        // Looked at after adding: either this sees that the worker stops, or stopping sees what was added.
        if (_stopping)
            FailAll();
        _wake.Release();
        return result;
    }

    private void Run(ManualResetEventSlim entered)
    {
        _share.Enter();
        entered.Set();
        while (!_stopping)
        {
            if (!ComputeNext())
                _wake.Wait();
        }

        FailAll();
        _ended.SetResult();
    }

    private bool ComputeNext()
    {
        using var inference = torch.inference_mode(); // modes and scopes belong to a thread
        using DisposeScope scope = torch.NewDisposeScope();
        return _byUrgency.Any(queue => queue.ComputeNext());
    }

    private void FailAll()
    {
        foreach (IVisionQueue queue in _byUrgency)
            queue.Fail(new ObjectDisposedException(nameof(VisionWorker), "The worker is stopping."));
    }
}
