using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Contracts;

namespace JanusCluster.Client.Remote;

/// <summary>
/// Commands over HTTP where the command line names a front, or the environment does and the command line names no other
/// cluster; elsewhere the host's own way.
/// </summary>
/// <param name="own">The host's own way to a cluster.</param>
/// <param name="environment">Reads a variable. Default: of this process.</param>
internal sealed class EndpointConnector(IClusterConnector own, TimeProvider time, Func<string, string?>? environment = null) : IClusterConnector
{
    public const string EndpointVariable = "JANUS_ENDPOINT", KeyVariable = "JANUS_API_KEY";
    private const string ModelOption = "--model";

    private readonly Func<string, string?> _environment = environment ?? Environment.GetEnvironmentVariable;
    private readonly Option<string?> _endpoint = new("--endpoint") { HelpName = "URL", Description = $"Work over HTTP with the cluster behind this address. Default: {EndpointVariable} in the environment." };
    private readonly Option<string?> _key = new("--key") { HelpName = "KEY", Description = $"Key for the endpoint. Default: {KeyVariable} in the environment." };
    private readonly Option<string?> _keyFile = new("--key-file") { HelpName = "FILE", Description = "File that holds the key." };

    public IReadOnlyList<Option> Options => [.. own.Options, _endpoint, _key, _keyFile];

    public async Task<IClusterSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        if (FindEndpoint(request.Arguments) is not { } endpoint)
            return await own.ConnectAsync(request, cancellationToken);
        var api = new ApiClient(endpoint, await FindKeyAsync(request.Arguments, cancellationToken), cancellationToken);
        try
        {
            await api.ProbeAsync(cancellationToken);
            Option<string?>? model = own.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == ModelOption);
            return new RemoteSession(api, model is null ? null : request.Arguments.GetValue(model), time);
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <returns>Null for the host's own way.</returns>
    private Uri? FindEndpoint(ParseResult arguments)
    {
        Option? other = own.Options.FirstOrDefault(option => option.Name != ModelOption && IsGiven(arguments, option));
        if (arguments.GetValue(_endpoint) is { } given)
        {
            return other is null
                ? EndpointAddress.Parse(given, _endpoint.Name)
                : throw new UserMistakeException($"{other.Name} and {_endpoint.Name} name different clusters: give one of them.");
        }

        if (other is null && _environment(EndpointVariable) is { Length: > 0 } known)
            return EndpointAddress.Parse(known, EndpointVariable);
        return IsGiven(arguments, _key) || IsGiven(arguments, _keyFile)
            ? throw new UserMistakeException($"A key is for an endpoint: name it with {_endpoint.Name} or {EndpointVariable}.")
            : null;
    }

    private async Task<string?> FindKeyAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        if (IsGiven(arguments, _key) && IsGiven(arguments, _keyFile))
            throw new UserMistakeException($"Give either {_key.Name} or {_keyFile.Name}.");
        string? key = arguments.GetValue(_keyFile) is { } file
            ? await ReadAsync(file, cancellationToken)
            : arguments.GetValue(_key) ?? _environment(KeyVariable);
        key = key?.Trim();
        return key?.All(c => c is > ' ' and <= '~') == false
            ? throw new UserMistakeException("The key has characters that no key has.")
            : key is "" ? null : key;
    }

    private async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JanusException.Invalid("key-file", $"{_keyFile.Name}: {e.Message}");
        }
    }

    private static bool IsGiven(ParseResult arguments, Option option) => arguments.GetResult(option) is { Implicit: false };
}
