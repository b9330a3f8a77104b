using JanusCluster.Client.Cli;
using JanusCluster.Standalone.Hosting;
using JanusCluster.Standalone.Models;

return await JanusCommandLine.RunAsync(args, new StandaloneConnector(TimeProvider.System), scope => [ModelCommand.Create(scope)]);
