using JanusCluster.Client.Delivery;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;

namespace JanusCluster.Client.OpenAi.Images;

/// <summary>Pictures of images on their way, made from the codes that are durable: they go on behind a silo that died.</summary>
/// <param name="count">Pictures to send of each image.</param>
/// <param name="send">Takes the image's index, the partial picture's index, and its PNG file.</param>
internal sealed class PartialImages(
    ImageJob job, ImageRequest request, ModelDescription model, int count, PictureRenderer renderer, Func<int, int, byte[], Task> send)
{
    private const int BytesPerCode = sizeof(ushort);

    private readonly int[] _sent = new int[request.Count];
    private long _codesSeen;

    /// <summary>Sends what has become due. The parts are equal: of two, one at a third of the codes and one at two thirds.</summary>
    public async Task LookAsync(JobStatus status, CancellationToken cancellationToken)
    {
        if (count == 0 || status.IsFinal || status.CodesDone <= _codesSeen)
            return;
        _codesSeen = status.CodesDone;
        for (int image = 0; image < _sent.Length; image++)
        {
            if (_sent[image] < count)
                await LookAsync(image, cancellationToken);
        }
    }

    private async Task LookAsync(int image, CancellationToken cancellationToken)
    {
        ImageProgress progress = await job.Shard.GetCodesAsync(image);
        int codes = progress.Codes.Length / BytesPerCode;
        int due = Math.Min(count, codes * (count + 1) / model.CodesPerImage);
        if (progress.State != ItemState.Queued || due <= _sent[image])
            return;
        byte[] png = await renderer.RenderAsync(model.Id, new RenderRequest(progress.Codes, []), cancellationToken);
        await send(image, due - 1, png);
        _sent[image] = due;
    }
}
