using Microsoft.Extensions.Hosting;

namespace JanusCluster.Client.Hosting;

/// <summary>A host that lives as long as its command: Ctrl-C is the command's affair, not the host's.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
