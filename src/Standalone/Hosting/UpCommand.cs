using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Hosting;
using JanusCluster.Standalone.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace JanusCluster.Standalone.Hosting;

/// <summary><c>up</c>: model and HTTP API in one process, until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Create(CommandScope scope, StandaloneOptions options)
    {
        var port = new Option<int>("--port") { HelpName = "N", Description = "Port of the API; 0 takes a free one.", DefaultValueFactory = _ => 5080 };
        var address = new Option<string>("--address") { HelpName = "IP", Description = "Where to listen; 0.0.0.0 is open to the network, to whoever has the key.", DefaultValueFactory = _ => "127.0.0.1" };
        var noKeys = new Option<bool>("--no-keys") { Description = "Ask for no key: everybody who reaches the address may do anything. For this machine only." };
        var webhookHosts = new Option<string>("--webhook-hosts") { HelpName = "HOSTS", Description = "Hosts that events may be sent to, with commas between them; http://HOST:PORT for one inside.", DefaultValueFactory = _ => "" };
        var command = new Command("up", "Serve a model over HTTP, with an API that OpenAI's clients speak, until Ctrl-C.") { port, address, noKeys, webhookHosts };
        foreach (Option option in options.All)
            command.Options.Add(option);

        scope.SetAction(command, async (arguments, stopping) =>
        {
            DataFolder data = DataFolder.Open(arguments.GetValue(options.Data)!);
            (string keyFile, string key) = FirstKey.Find(data);
            var http = new HttpSettings
            {
                Address = arguments.GetValue(address)!,
                Port = arguments.GetValue(port),
                Authentication = arguments.GetValue(noKeys) ? HttpAuthentication.None : HttpAuthentication.Keys,
                AdminKeyFile = keyFile,
                WebhookHosts = arguments.GetValue(webhookHosts)!,
            };
            WebApplication? web = null;
            await using HostedSession session = await StandaloneSession.StartAsync(data, CommandLogs.Create(data.Logs, scope.IsVerbose(arguments), scope.Time), async silo =>
            {
                ModelSettings model = await options.ChooseModelAsync(arguments, data, scope.Output, stopping);
                scope.Output.Note($"Loading {Path.GetFileName(model.Path)} …");
                IHost host = silo.Build(model, http);
                web = (WebApplication)host;
                return host;
            }, stopping);

            ModelDescription loaded = await session.Model.DescribeAsync(stopping);
            Describe(scope.Output, loaded, web!.Urls.First(), arguments.GetValue(noKeys) ? null : key);
            await Task.Delay(Timeout.InfiniteTimeSpan, scope.Time, stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            scope.Output.Note("Stopping: what is finished is kept, and the rest goes on with the next start.");
            return ExitCode.Success;
        });
        return command;
    }

    private static void Describe(CommandOutput output, ModelDescription model, string address, string? key) => output.Result($"""
        {model.Name} is served at {address}{(key is null ? ", without keys" : "")}
        {(key is null ? "" : $"  key: {key}\n")}
        In a browser: {address}/studio

        Try:
          curl {address}/v1/images/generations {(key is null ? "" : $"-H 'Authorization: Bearer {key}' ")}-H 'Content-Type: application/json' -d '{JsonOf("a red circle above a blue square")}'

        OpenAI's clients work with base address {address}/v1{(key is null ? "" : " and the key")}. Ctrl-C stops.
        """);

    private static string JsonOf(string prompt) => $$"""{"prompt": "{{prompt}}"}""";
}
