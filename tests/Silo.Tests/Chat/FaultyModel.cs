using System.Runtime.CompilerServices;
using JanusCluster.Contracts.Models;
using JanusCluster.Model.Engine;
using JanusCluster.Silo.Models;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Silo.Tests.Chat;

/// <summary>A silo whose model breaks answers off.</summary>
public sealed class FaultySilo : SiloFixture
{
    internal FaultyModel Faults => Services.GetRequiredService<FaultyModel>();

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton<FaultyModel>();
        services.AddSingleton<IModelHost>(provider => provider.GetRequiredService<FaultyModel>());
    }
}

/// <summary>The real model, but for the faults that a test asks for.</summary>
internal sealed class FaultyModel(EngineHost model) : IModelHost
{
    private Func<int, Exception?> _fault = _ => null;
    private int _pieces;
    private int _attempts;

    public int Attempts => _attempts;

    /// <param name="pieces">Pieces before an answer breaks off.</param>
    /// <param name="fault">By the number of the attempt, from 1: what it breaks off with, if it does.</param>
    public void Begin(int pieces, Func<int, Exception?> fault)
    {
        _pieces = pieces;
        _fault = fault;
        _attempts = 0;
    }

    public EngineWatch Watch => model.Watch;

    public int Capacity => model.Capacity;

    public int ChatCapacity => model.ChatCapacity;

    public Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) => model.DescribeAsync(cancellationToken);

    public Task<ReadOnlyMemory<ushort>> GenerateAsync(
        ImageWork work, Action<ReadOnlyMemory<ushort>> made, CancellationToken cancellationToken, PreviewSettings? previews = null) =>
        model.GenerateAsync(work, made, cancellationToken, previews);

    public Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken) =>
        model.RenderAsync(request, cancellationToken);

    public async IAsyncEnumerable<ChatDelta> ChatAsync(ChatWork work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Exception? fault = _fault(Interlocked.Increment(ref _attempts));
        int pieces = 0;
        await foreach (ChatDelta delta in model.ChatAsync(work, cancellationToken))
        {
            if (fault is not null && pieces++ == _pieces)
                throw fault;
            yield return delta;
        }
    }
}
