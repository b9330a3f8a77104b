using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Standalone.Cluster;
using JanusCluster.Standalone.Hosting;
using JanusCluster.Standalone.Models;

var options = new StandaloneOptions();
return await JanusCommandLine.RunAsync(args, new StandaloneConnector(options, TimeProvider.System), scope =>
[
    UpCommand.Create(scope, options),
    ClusterCommand.Create(scope.With(new RedisClusterConnector()), ClusterUpCommand.Create(scope)),
    ModelCommand.Create(scope),
]);
