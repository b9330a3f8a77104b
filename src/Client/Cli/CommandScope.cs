using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Hub;
using JanusCluster.Client.Remote;
using JanusCluster.Contracts;
using JanusCluster.Imaging;
using JanusCluster.Storage;
using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>What every command runs in: connects, and turns whatever goes wrong into one clear message and an exit code.</summary>
/// <param name="connector">The host's own way to a cluster; the one over HTTP is added to it.</param>
internal sealed class CommandScope(
    IClusterConnector connector, CommandOutput output, Interruption interruption, TimeProvider time, Option<bool> verbose)
{
    private readonly EndpointConnector _connector = new(connector, time);

    public CommandOutput Output => output;

    public Interruption Interruption => interruption;

    public TimeProvider Time => time;

    public bool IsVerbose(ParseResult arguments) => arguments.GetValue(verbose);

    /// <summary>The same scope with another way to a cluster.</summary>
    public CommandScope With(IClusterConnector other) => new(other, output, interruption, time, verbose);

    /// <summary>Gives a command the cluster's options, and an action in two parts.</summary>
    /// <param name="prepare">What needs no cluster: a mistake in the input is told before a model is loaded.</param>
    public void SetClusterAction<TInput>(
        Command command,
        bool needsModel,
        Func<ParseResult, CancellationToken, Task<TInput>> prepare,
        Func<IClusterSession, TInput, CancellationToken, Task<int>> action)
    {
        foreach (Option option in _connector.Options)
            command.Options.Add(option);
        SetAction(command, async (arguments, cancellationToken) =>
        {
            TInput input = await prepare(arguments, cancellationToken);
            var request = new ConnectRequest(arguments, needsModel, arguments.GetValue(verbose), output);
            await using IClusterSession session = await _connector.ConnectAsync(request, cancellationToken);
            return await action(session, input, cancellationToken);
        });
    }

    public void SetAction(Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (arguments, _) =>
        {
            try
            {
                return await action(arguments, interruption.Token);
            }
            catch (Exception) when (interruption.Token.IsCancellationRequested)
            {
                output.Note("Stopped.");
                return ExitCode.Interrupted;
            }
            catch (Exception e)
            {
                Report(e, arguments.GetValue(verbose));
                return ExitCode.Failure;
            }
        });

    private void Report(Exception e, bool withTrace)
    {
        bool expected = e is EndpointException or JanusException or BlobStoreException or ImageFormatException or ValidationException or UserMistakeException or PullException;
        if (!expected && ClusterCall.HeardNothing(e))
            output.Error("The cluster did not answer: a silo may just have gone. Try again.");
        else
            output.Error(expected ? e.Message : $"Something went wrong inside: {e.Message} (--verbose shows where)");
        if (withTrace)
            output.Notes.WriteException(e);
    }
}
