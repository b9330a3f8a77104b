using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Models;
using JanusCluster.Imaging.Png;
using JanusCluster.Model.Engine;
using JanusCluster.Silo.Hosting;

namespace JanusCluster.Silo.Models;

/// <summary>
/// A model that takes time and no memory, to try a cluster out: what it makes follows from <see cref="SimulatedCodes"/>
/// and <see cref="SimulatedAnswer"/>. Images of messages are not looked at, and previews are not shown.
/// </summary>
internal sealed class SimulatedHost(SimulatedSettings settings, TimeProvider time) : IModelHost, IHostedService, IDisposable
{
    private const int ContextLength = 16_384;

    private readonly SimulatedEngine _engine = new(TimeSpan.FromMilliseconds(settings.StepMilliseconds), time);
    private readonly ModelDescription _description = new(
        settings.Name, Hash(settings), "simulated", settings.CodesPerImage, SimulatedPicture.Size, ContextLength,
        Math.Max(0, ContextLength - settings.CodesPerImage), Parameters: 0, IsDeterministic: true);

    public EngineWatch Watch => _engine.Watch;

    public int Capacity => settings.MaxImages;

    public int ChatCapacity => settings.MaxChats;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _engine.Dispose();
        return Task.CompletedTask;
    }

    public Task<ModelDescription> DescribeAsync(CancellationToken cancellationToken) => Task.FromResult(_description);

    public async Task<ReadOnlyMemory<ushort>> GenerateAsync(
        ImageWork work, Action<ReadOnlyMemory<ushort>> made, CancellationToken cancellationToken, PreviewSettings? previews = null)
    {
        int total = settings.CodesPerImage;
        if (work.Resume.Count > total)
            throw JanusException.Invalid("codes", $"An image of this model has {total} codes, not {work.Resume.Count}.");
        ushort[] codes = SimulatedCodes.Of(work.Item.Prompt, work.Item.Seed, total);
        for (int i = 0; i < work.Resume.Count; i++)
            codes[i] = work.Resume[i];
        await _engine.RunAsync(new SimulatedRun(work.Resume.Count, total, count => made(codes.AsMemory(0, count))), cancellationToken);
        return codes;
    }

    public Task<byte[]> RenderAsync(RenderRequest request, CancellationToken cancellationToken) => Task.FromResult(
        PngEncoder.Encode(
            SimulatedPicture.Of(request.Codes, settings.CodesPerImage),
            [.. request.Text.Select(entry => new PngTextEntry(entry.Key, entry.Value))]));

    public async IAsyncEnumerable<ChatDelta> ChatAsync(
        ChatWork work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = new SimulatedChatStream(work);
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _ = stream.EndWithAsync(_engine.RunAsync(stream.Run, left.Token));
        try
        {
            await foreach (ChatDelta delta in stream.ReadAsync(cancellationToken))
                yield return delta;
        }
        finally
        {
            await left.CancelAsync();
        }
    }

    public void Dispose() => _engine.Dispose();

    /// <summary>Of what results depend on: two silos with the same do the same work, whatever their pace.</summary>
    private static string Hash(SimulatedSettings settings) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"simulated {settings.CodesPerImage} {settings.Name}")));
}
