using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Delivery;

internal sealed partial class ModelDelivery
{
    [LoggerMessage(LogLevel.Warning, "No pictures of {Model} could be leased for delivery; trying again")]
    private partial void LogLeaseFailed(Exception exception, string model);

    [LoggerMessage(LogLevel.Error, "The picture at {Position} of {Shard} cannot be delivered; it is tried again later")]
    private partial void LogPictureFailed(Exception exception, string shard, int position);

    [LoggerMessage(LogLevel.Warning, "The picture at {Position} of {Shard} is not delivered yet; it goes back to the queue")]
    private partial void LogDeliveryFailed(Exception exception, string shard, int position);

    [LoggerMessage(LogLevel.Warning, "The lease of the picture at {Position} of {Shard} could not be returned; it runs out by itself")]
    private partial void LogReturnFailed(Exception exception, string shard, int position);
}
