using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;
using JanusCluster.Standalone.Cluster;
using JanusCluster.Standalone.Hosting;
using JanusCluster.Standalone.Models;

return await JanusCommandLine.RunAsync(args, new StandaloneConnector(TimeProvider.System), scope =>
[
    ClusterCommand.Create(scope.With(new RedisClusterConnector()), ClusterUpCommand.Create(scope)),
    ModelCommand.Create(scope),
]);
