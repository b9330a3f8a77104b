using System.Diagnostics;
using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Models;
using JanusCluster.Model.Engine;
using JanusCluster.Silo.Models;

namespace JanusCluster.Bench.Faults.Recording;

/// <summary>Writes down what a silo's model works on, and counts the codes that it makes.</summary>
internal sealed class RecordingModelHost(IModelHost inner, string process, HistoryWriter history, CodeCounter counter) : IModelHost
{
    public EngineWatch Watch => inner.Watch;

    public int Capacity => inner.Capacity;

    public int ChatCapacity => inner.ChatCapacity;

    public Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) => inner.DescribeAsync(cancellationToken);

    public async Task<ReadOnlyMemory<ushort>> GenerateAsync(
        ImageWork work, Action<ReadOnlyMemory<ushort>> made, CancellationToken cancellationToken, PreviewSettings? previews = null)
    {
        int slot = counter.Next(), resumed = work.Resume.Count;
        history.Add(new ImageStarted(Stopwatch.GetTimestamp(), process, slot, work.Item.CustomId, resumed));
        try
        {
            ReadOnlyMemory<ushort> codes = await inner.GenerateAsync(
                work,
                codes =>
                {
                    counter.Set(slot, codes.Length - resumed);
                    made(codes);
                },
                cancellationToken, previews);
            counter.Set(slot, codes.Length - resumed);
            return codes;
        }
        finally
        {
            history.Add(new ImageEnded(Stopwatch.GetTimestamp(), process, slot));
        }
    }

    public Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken) =>
        inner.RenderAsync(request, cancellationToken);

    public IAsyncEnumerable<ChatDelta> ChatAsync(ChatWork work, CancellationToken cancellationToken)
    {
        history.Add(new AnswerStarted(Stopwatch.GetTimestamp(), process, work.Lease?.Work));
        return inner.ChatAsync(work, cancellationToken);
    }
}
