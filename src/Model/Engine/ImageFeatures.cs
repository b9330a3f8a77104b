using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>
/// What SigLIP makes of the images in a prompt: [images · tokens per image, hidden]. Only images whose positions have to be
/// computed are encoded; the rows of others stay empty and are never read.
/// </summary>
internal sealed class ImageFeatures(TextGeneration request) : IDisposable
{
    private readonly Task<torch.Tensor>?[] _encoding = new Task<torch.Tensor>?[request.Pixels.Count];
    private readonly bool[] _taken = new bool[request.Pixels.Count];
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Null while no image is encoded.</summary>
    public torch.Tensor? Values { get; private set; }

    /// <summary>Has every image encoded that lies at or behind a position.</summary>
    /// <param name="encode">Pixels to features [tokens per image, hidden], which then belong to this object.</param>
    public void Request(int position, ImageEncoding encode)
    {
        for (int image = 0; image < _encoding.Length; image++)
        {
            if (End(image) > position)
                _encoding[image] = encode(request.Pixels[image], _cancellation.Token);
        }
    }

    /// <summary>Takes over what has been encoded.</summary>
    /// <returns>The first position whose image is still missing; <see cref="int.MaxValue"/> when none is.</returns>
    /// <exception cref="Exception">An image could not be encoded.</exception>
    public int Collect()
    {
        for (int image = 0; image < _encoding.Length; image++)
        {
            if (_encoding[image] is not { } encoding || _taken[image])
                continue;
            if (!encoding.IsCompleted)
                return request.Prompt.ImageStarts[image];
            Take(image, encoding.GetAwaiter().GetResult());
        }

        return int.MaxValue;
    }

    public void Dispose()
    {
        _cancellation.Cancel();
        for (int image = 0; image < _encoding.Length; image++)
        {
            if (!_taken[image])
                _encoding[image]?.ContinueWith(
                    done => done.GetAwaiter().GetResult().Dispose(),
                    CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }

        Values?.Dispose();
        _cancellation.Dispose();
    }

    private int End(int image) => request.Prompt.ImageStarts[image] + request.Prompt.TokensPerImage;

    private void Take(int image, torch.Tensor features)
    {
        using torch.Tensor owned = features;
        int rows = request.Prompt.TokensPerImage;
        Values ??= torch.empty([_encoding.Length * rows, owned.shape[^1]], owned.dtype, owned.device).DetachFromDisposeScope();
        Values.narrow(0, image * rows, rows).copy_(owned.view(rows, -1));
        _taken[image] = true;
    }
}
