using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Client.Hosting;

return await JanusCommandLine.RunAsync(args, new RedisClusterConnector(), scope =>
[
    ClusterCommand.Create(scope),
    ServeCommand.Create(scope),
    HealthCommand.Create(scope),
    new Command("model", "Fetch a checkpoint.") { ModelPullCommand.Create(scope) },
]);
