using JanusCluster.Hosting.Processes;
using JanusCluster.Hosting.Settings;
using JanusCluster.Silo.Hosting;

return await ServiceProcess.RunAsync(args, SiloSettings.Section, builder =>
    builder.AddJanusSilo(SettingsSection.Read<SiloSettings>(builder.Configuration, SiloSettings.Section)));
