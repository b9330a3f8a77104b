using TorchSharp;

namespace JanusCluster.Model.Tests.Engine;

/// <summary>Encodes images when it is told to.</summary>
internal sealed class HandEncoder
{
    private readonly List<TaskCompletionSource<torch.Tensor>> _asked = [];

    /// <summary>Images it was asked for so far.</summary>
    public int Count => _asked.Count;

    /// <summary>The token of the last request.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Thrown instead of a task when it is set.</summary>
    public Exception? Refusal { get; init; }

    public Task<torch.Tensor> Encode(float[] pixels, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
            throw Refusal;
        Cancellation = cancellationToken;
        _asked.Add(new TaskCompletionSource<torch.Tensor>());
        return _asked[^1].Task;
    }

    /// <summary>Ends one encoding: four features, all of one number.</summary>
    public torch.Tensor Finish(int image, float value = 0.1f)
    {
        torch.Tensor features = torch.full([4, PeakedModel.Config.Language.HiddenSize], value);
        _asked[image].SetResult(features);
        return features;
    }

    public void Fail(int image) => _asked[image].SetException(new InvalidDataException("No such picture."));
}
