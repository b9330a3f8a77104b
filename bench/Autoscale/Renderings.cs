using JanusCluster.Bench.Autoscale.Engine;
using JanusCluster.Bench.Autoscale.Pool;

namespace JanusCluster.Bench.Autoscale;

/// <summary>Finished images whose pictures are not made yet: any silo that is there renders them, one after the other.</summary>
internal sealed class Renderings(VirtualTime time, EngineModel model, Ledger ledger, GpuPool pool)
{
    private const double Tick = 0.5;

    private readonly Queue<int> _finished = new();
    private bool _isTicking;

    public int Count => _finished.Count;

    public void Add(int image)
    {
        _finished.Enqueue(image);
        if (_isTicking)
            return;
        _isTicking = true;
        time.Every(Tick, Render);
    }

    private bool Render()
    {
        for (double room = pool.ReadyCount * Tick * 1000 / model.RenderMilliseconds; room > 0 && _finished.Count > 0; room--)
            ledger.Render(_finished.Dequeue(), time.Now);
        return _isTicking = _finished.Count > 0;
    }
}
