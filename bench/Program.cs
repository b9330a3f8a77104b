using JanusCluster.Bench.Cli;

return BenchCommandLine.Run(args, Console.Out, Console.Error);
