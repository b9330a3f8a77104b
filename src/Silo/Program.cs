using System.Net;
using JanusCluster.Hosting.Health;
using JanusCluster.Hosting.Processes;
using JanusCluster.Hosting.Settings;
using JanusCluster.Silo.Hosting;

if (args is ["health", .. var settings])
{
    SiloSettings asked = SettingsSection.Read<SiloSettings>(ServiceProcess.CreateBuilder(settings, SiloSettings.Section).Configuration, SiloSettings.Section);
    return await HealthProbe.AskAsync(IPAddress.Parse(asked.HttpAddress), asked.HttpPort, https: false, Console.Error);
}

return await ServiceProcess.RunAsync(args, SiloSettings.Section, builder =>
    builder.AddJanusSilo(SettingsSection.Read<SiloSettings>(builder.Configuration, SiloSettings.Section)));
