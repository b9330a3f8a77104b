using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;

return await JanusCommandLine.RunAsync(
    args, new RedisClusterConnector(), scope => [ClusterCommand.Create(scope), HealthCommand.Create(scope), ServeCommand.Create(scope)]);
