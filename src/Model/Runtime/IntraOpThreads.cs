using TorchSharp;

namespace JanusCluster.Model.Runtime;

/// <summary>The number of threads that libtorch spreads one operation over, for one calling thread alone.</summary>
/// <remarks>
/// <c>at::set_num_threads</c> (aten/src/ATen/ParallelOpenMP.cpp) does two things: it sets OpenMP's and MKL's number, which belong
/// to the calling thread, and it stores the number in a global, which every other thread copies at its first parallel operation.
/// So the global must be put back, and by another thread: on this one that would undo the limit. A thread whose first parallel
/// operation falls between the two calls keeps the limit.
/// </remarks>
internal static class IntraOpThreads
{
    private static readonly Lock Gate = new();

    public static void LimitThisThread(int threads)
    {
        lock (Gate)
        {
            // Asking first also makes this thread copy the global now, and so never again, which would undo the limit.
            int others = torch.get_num_threads();
            torch.set_num_threads(threads);
            var restore = new Thread(() => torch.set_num_threads(others)) { IsBackground = true };
            restore.Start();
            restore.Join();
        }
    }
}
