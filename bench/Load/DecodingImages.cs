using JanusCluster.Bench.Weights;
using JanusCluster.Model.Engine;

namespace JanusCluster.Bench.Load;

/// <summary>Images in an engine that have all begun to draw.</summary>
internal sealed class DecodingImages : IDisposable
{
    private readonly EngineRun _engine;
    private readonly ImageSequence[] _images;

    /// <param name="steps">Steps that will be asked for.</param>
    public DecodingImages(BenchModel model, IReadOnlyList<ImageGeneration> requests, int steps)
    {
        // While the last ones read their prompts the first ones draw: they must not end before all is measured.
        long promptTokens = requests.Sum(request => (long)Rows(request) * Length(request));
        int codes = checked((int)(steps + (2 * requests.Count) + (promptTokens / 64) + 32));
        long positions = requests.Sum(request => (long)Rows(request) * (Length(request) + codes + 32));
        _engine = new EngineRun(model.Model, new EngineOptions
        {
            MaxRows = requests.Sum(Rows),
            KvBytes = positions * model.KvBytesPerPosition,
        });
        _images = [.. requests.Select(request => _engine.Add(request, codes))];
        FillMilliseconds = _engine.StepUntil(() => _images.All(image => image.Count > 0));
    }

    /// <summary>From the first request until every image had a code.</summary>
    public double FillMilliseconds { get; }

    public int Images => _images.Length;

    /// <summary>Keys and values that the next step reads, counted in positions of all rows.</summary>
    public long Positions => _images.Sum(image => (long)image.Rows * (image.Request.Prompt.Conditional.Length + image.Count));

    public int Rows() => _images.Sum(image => image.Rows);

    /// <summary>A step of all images; its time in milliseconds.</summary>
    public double Step()
    {
        double time = _engine.Step();
        return _images.All(image => image.Count < image.Total)
            ? time
            : throw new InvalidOperationException("An image ended before all was measured.");
    }

    public void Dispose() => _engine.Dispose();

    private static int Rows(ImageGeneration request) => request.Guidance == 1 ? 1 : 2;

    private static int Length(ImageGeneration request) => request.Prompt.Conditional.Length;
}
