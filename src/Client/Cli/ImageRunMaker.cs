using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.Cli;

/// <summary>A run whose settings, where the user gave none, are the model's own: which is known only once there is a cluster.</summary>
internal sealed class ImageRunMaker
{
    private readonly Func<ImageSettings, Task<ImageRunRequest>> _make;
    private readonly ImageRunRequest _checked;

    private ImageRunMaker(Func<ImageSettings, Task<ImageRunRequest>> make, ImageRunRequest first) => (_make, _checked) = (make, first);

    /// <summary>Makes the run once with the reference's settings, so that a mistake is told before a model is loaded.</summary>
    public static async Task<ImageRunMaker> CheckAsync(Func<ImageSettings, Task<ImageRunRequest>> make) =>
        new(make, await make(new ImageSettings()));

    public async Task<ImageRunRequest> ForAsync(IClusterSession session, CancellationToken cancellationToken)
    {
        ModelDescription model = await session.Model.DescribeAsync(cancellationToken);
        return model.Settings == new ImageSettings() ? _checked : await _make(model.Settings);
    }
}
