using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Tests.Cli;
using JanusCluster.Client.Tests.OpenAi;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>Command lines of the front's program against a running <c>janus up</c>.</summary>
internal static class RemoteRun
{
    public static async Task<CommandRun> StartAsync(JanusServer server, params string[] args)
    {
        using var interruption = new Interruption(() => { });
        return await StartAsync(server, interruption, "", args);
    }

    public static async Task<CommandRun> StartAsync(JanusServer server, Interruption interruption, string input, params string[] args)
    {
        (Uri address, string key) = await server.GetAsync();
        return await StartAsync(interruption, input, [.. args, "--endpoint", address.AbsoluteUri, "--key", key]);
    }

    public static Task<CommandRun> StartAsync(Interruption interruption, string input, params string[] args) =>
        CommandRun.StartAsync(new RedisClusterConnector(), interruption, input, args);

    /// <param name="results">Sees what the command prints as it is printed.</param>
    public static async Task<CommandRun> StartAsync(JanusServer server, Interruption interruption, StringWriter results, params string[] args)
    {
        (Uri address, string key) = await server.GetAsync();
        return await CommandRun.StartAsync(
            new RedisClusterConnector(), interruption, "", results, [.. args, "--endpoint", address.AbsoluteUri, "--key", key]);
    }
}
