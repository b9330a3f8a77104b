using System.CommandLine;
using System.Net;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Hosting.Health;
using JanusCluster.Hosting.Processes;
using JanusCluster.Hosting.Settings;

namespace JanusCluster.Client.Cli;

/// <summary><c>health</c>: whether the front with these settings on this machine is alive, for a container's health check.</summary>
internal static class HealthCommand
{
    public static Command Create(CommandScope scope)
    {
        var command = new Command("health", "Ask the front with the same settings on this machine whether it is alive.") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        scope.SetAction(command, (arguments, cancellationToken) =>
        {
            FrontSettings settings = SettingsSection.Read<FrontSettings>(
                ServiceProcess.CreateBuilder([.. arguments.UnmatchedTokens], FrontSettings.Section).Configuration, FrontSettings.Section);
            HttpSettings http = settings.Http;
            return HealthProbe.AskAsync(
                IPAddress.Parse(http.Address), http.Port, https: http.CertificateFile is not null, scope.Output.Notes.Profile.Out.Writer, cancellationToken);
        });
        return command;
    }
}
