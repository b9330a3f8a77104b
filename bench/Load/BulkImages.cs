using JanusCluster.Model.Engine;

namespace JanusCluster.Bench.Load;

/// <summary>A bulk job that never runs dry: more images are there than the engine has rows for.</summary>
/// <param name="running">Images that fill the engine's rows.</param>
internal sealed class BulkImages(EngineRun engine, RandomPrompts prompts, int running, int codes, int prompt)
{
    private const int Waiting = 2;
    private readonly List<ImageSequence> _images = [];
    private long _drawn;

    /// <summary>Codes drawn so far by all images.</summary>
    public long Drawn => _drawn;

    /// <summary>Fills the engine and lets every image begin.</summary>
    public void Start()
    {
        Refill();
        engine.StepUntil(() => _images.Take(running).All(image => image.Count > 0));
    }

    public void Refill()
    {
        _images.RemoveAll(image => image.Count == image.Total);
        while (_images.Count < running + Waiting)
        {
            // The first ones are as far along as those of a long job would be: their ends are spread evenly.
            int length = _drawn > 0 || _images.Count >= running ? codes : Math.Max(1, codes * (_images.Count + 1) / running);
            _images.Add(engine.Add(EngineFeatures.Bulk(prompts, prompt), length, _ => _drawn++));
        }
    }
}
