using System.CommandLine;
using JanusCluster.Client.Cli;
using JanusCluster.Contracts;
using JanusCluster.Silo.Hosting;
using JanusCluster.Standalone.Models;

namespace JanusCluster.Standalone.Hosting;

/// <summary>Options of commands that bring a silo of their own.</summary>
internal sealed class StandaloneOptions
{
    public Option<string?> Model { get; } = new("--model") { HelpName = "DIR", Description = "Folder of a Janus or Janus-Pro checkpoint; without it a random one is made, whose pictures are noise. With --cluster, --redis or --endpoint: name or id of the model, where there are several." };

    public Option<string?> Dtype { get; } = new("--dtype") { Description = "float32, bf16 or float16. Default: what the device computes fastest." };

    public Option<string?> Device { get; } = new("--device") { Description = "cpu, cuda or cuda:N. Default: cuda where there is one." };

    public Option<string> Data { get; } = new("--data") { HelpName = "DIR", Description = "Where jobs, images and conversations are kept.", DefaultValueFactory = _ => "janus-data" };

    public IReadOnlyList<Option> All => [Model, Dtype, Device, Data];

    /// <summary>The model that the command line names, or a random one.</summary>
    /// <exception cref="JanusException">There is no such folder.</exception>
    public async Task<ModelSettings> ChooseModelAsync(ParseResult arguments, DataFolder data, CommandOutput output, CancellationToken cancellationToken)
    {
        string? path = arguments.GetValue(Model);
        if (path is not null && !Directory.Exists(path))
            throw JanusException.Invalid("model", $"There is no model folder {path}.");
        if (path is null)
        {
            path = await RandomModel.FindAsync(data.Models, cancellationToken);
            output.Warning("No --model is given: a small random one is used, and its pictures are noise.");
        }

        return new ModelSettings { Path = path, Dtype = arguments.GetValue(Dtype), Device = arguments.GetValue(Device) };
    }
}
