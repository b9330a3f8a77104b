using System.Diagnostics;
using System.Runtime.CompilerServices;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using JanusCluster.Silo.Telemetry;

namespace JanusCluster.Silo.Models;

/// <summary>Turns of conversations on this silo's model, each under the lease that the scheduler gave for it.</summary>
internal sealed class ChatTurns(IModelHost host, LeaseBook book, SiloMetrics metrics, TimeProvider time)
{
    /// <exception cref="JanusException"><see cref="ErrorCode.Unavailable"/>: another silo must go on, behind the tokens that came.</exception>
    public async IAsyncEnumerable<ChatDelta> RunAsync(ChatWork work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (book.IsDraining)
            throw Moved();
        using var revoked = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(revoked.Token, cancellationToken);
        int left = work.Lease?.CodesLeft ?? 0;
        if (work.Lease is { } lease)
            book.Hold(lease, () => lease with { CodesLeft = Math.Max(0, Volatile.Read(ref left)) }, () => Cancel(revoked));
        try
        {
            string model = (await host.DescribeAsync(stop.Token)).Id;
            using Activity? span = WorkSpans.StartTurn(work.Lease, work.Trace, model);
            var clock = new AnswerClock(metrics, time, model, WorkClass.Chat, span);
            await using IAsyncEnumerator<ChatDelta> answer = host.ChatAsync(work, stop.Token).GetAsyncEnumerator(stop.Token);
            while (await MoveAsync(answer, revoked.Token))
            {
                clock.Came(answer.Current);
                Interlocked.Add(ref left, -answer.Current.Tokens.Count);
                yield return answer.Current;
            }

            span?.Finished(clock.Tokens);
        }
        finally
        {
            // A turn that breaks off here has its conversation ask for another place: nothing waits for this lease.
            if (work.Lease is { } over)
                book.End(new EndedLease(over.Id, LeaseEnd.Finished, Math.Max(0, Volatile.Read(ref left))));
        }
    }

    private static async Task<bool> MoveAsync(IAsyncEnumerator<ChatDelta> answer, CancellationToken revoked)
    {
        try
        {
            return await answer.MoveNextAsync();
        }
        catch (OperationCanceledException) when (revoked.IsCancellationRequested)
        {
            throw Moved();
        }
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The turn ended in this moment.
        }
    }

    private static JanusException Moved() => new(ErrorCode.Unavailable, "The silo gives this turn up; another one goes on with it.");
}
