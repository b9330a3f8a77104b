using JanusCluster.Silo.Hosting;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.AddJanusSilo(builder.Configuration.GetSection("Silo").Get<SiloSettings>() ?? new SiloSettings());
await builder.Build().RunAsync();
