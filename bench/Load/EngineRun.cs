using System.Diagnostics;
using JanusCluster.Model;
using JanusCluster.Model.Engine;

namespace JanusCluster.Bench.Load;

/// <summary>An engine and what goes wrong in it.</summary>
internal sealed class EngineRun(JanusModel model, EngineOptions options) : IDisposable
{
    private readonly InferenceEngine _engine = new(model, options);
    private Exception? _error;

    public ImageSequence Add(ImageGeneration request, int codes, Action<ImageSequence>? progress = null)
    {
        var sequence = new ImageSequence(request, codes, progress ?? (_ => { }), error => _error = error);
        _engine.Add(sequence);
        return sequence;
    }

    public TextSequence Add(TextGeneration request, Action<int> next)
    {
        var sequence = new TextSequence(request, (_, id) => next(id), error => _error = error);
        _engine.Add(sequence);
        return sequence;
    }

    /// <summary>One step of the engine; its time in milliseconds.</summary>
    public double Step()
    {
        long start = Stopwatch.GetTimestamp();
        if (!_engine.Step())
            throw new InvalidOperationException("The engine has nothing to do.");
        double time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return _error is null ? time : throw new InvalidOperationException($"The engine failed: {_error.Message}", _error);
    }

    /// <summary>Steps until a condition holds; the time in milliseconds.</summary>
    public double StepUntil(Func<bool> condition)
    {
        double time = 0;
        while (!condition())
            time += Step();
        return time;
    }

    public void Dispose() => _engine.Dispose();
}
