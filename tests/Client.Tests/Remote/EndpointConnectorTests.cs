using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Remote;

namespace JanusCluster.Client.Tests.Remote;

/// <summary>Which cluster a command line means.</summary>
public sealed class EndpointConnectorTests
{
    /// <summary>Nobody listens there.</summary>
    private const string Nowhere = "http://127.0.0.1:1";

    private readonly OwnWay _own = new();

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData(Nowhere, false)]
    [InlineData(Nowhere, true, "--redis", "127.0.0.1:2")]
    [InlineData(Nowhere, false, "--model", "m")]
    [InlineData(null, false, "--endpoint", Nowhere)]
    [InlineData("http://example.invalid", false, "--endpoint", Nowhere, "--key", "k")]
    public async Task Connect_CommandLineAndEnvironment_TakesTheOneThatIsMeant(string? variable, bool own, params string[] args)
    {
        Exception? thrown = await Record.ExceptionAsync(() => ConnectAsync(variable, args));
        Assert.Equal(own ? 1 : 0, _own.Connections);
        if (!own)
            Assert.Contains($"{Nowhere}/ does not answer", thrown!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("different clusters", "--endpoint", Nowhere, "--redis", "127.0.0.1:2")]
    [InlineData("must be an http or https address", "--endpoint", "127.0.0.1:5080")]
    [InlineData("must be an http or https address", "--endpoint", "http://user:secret@127.0.0.1")]
    [InlineData("A key is for an endpoint", "--key", "k")]
    [InlineData("Give either", "--endpoint", Nowhere, "--key", "k", "--key-file", "f")]
    [InlineData("--key-file: Could not find", "--endpoint", Nowhere, "--key-file", "/nowhere/key")]
    [InlineData("characters that no key has", "--endpoint", Nowhere, "--key", "a b")]
    public async Task Connect_Contradiction_IsTold(string message, params string[] args)
    {
        Exception? thrown = await Record.ExceptionAsync(() => ConnectAsync(null, args));
        Assert.Contains(message, thrown!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", "http://127.0.0.1:5080/")]
    [InlineData("https://janus.example/v1", "https://janus.example/")]
    [InlineData("https://example/janus/", "https://example/janus/")]
    public void Parse_Address_IsWhatTheApiComesBehind(string text, string expected) =>
        Assert.Equal(expected, EndpointAddress.Parse(text, "--endpoint").AbsoluteUri);

    private async Task ConnectAsync(string? variable, string[] args)
    {
        var connector = new EndpointConnector(_own, TimeProvider.System, name => name == EndpointConnector.EndpointVariable ? variable : null);
        var root = new RootCommand();
        foreach (Option option in connector.Options)
            root.Options.Add(option);
        var output = new CommandOutput(TextWriter.Null, TextWriter.Null, TextReader.Null, false, false, false);
        await connector.ConnectAsync(new ConnectRequest(root.Parse(args), true, false, output), TestContext.Current.CancellationToken);
    }

    /// <summary>The way of a host whose clusters nobody reaches here: its options, and a count.</summary>
    private sealed class OwnWay : IClusterConnector
    {
        private readonly RedisClusterConnector _redis = new();

        public int Connections { get; private set; }

        public IReadOnlyList<Option> Options => _redis.Options;

        public Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
        {
            Connections++;
            return Task.FromResult<IClusterSession>(null!);
        }
    }
}
