using TorchSharp;

namespace JanusCluster.Bench.Measuring;

/// <summary>What stays behind of the work that is watched: tensors of this thread, and resident memory.</summary>
internal sealed class Growth
{
    public long Tensors { get; private set; }

    public long ResidentBytes { get; private set; }

    public void Watch(Action work)
    {
        long tensors = DisposeScopeManager.Statistics.ThreadTotalLiveCount, resident = ProcessMemory.Resident;
        work();
        Tensors += DisposeScopeManager.Statistics.ThreadTotalLiveCount - tensors;
        ResidentBytes += ProcessMemory.Resident - resident;
    }
}
