using System.CommandLine;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;
using JanusCluster.Model.Configuration;

namespace JanusCluster.Bench.Cli;

/// <summary>The options that all benchmarks share.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string> _preset;
    private readonly Option<string> _dtype;
    private readonly Option<string?> _device = new("--device") { Description = "cpu, cuda or cuda:N." };
    private readonly Option<int> _rounds;
    private readonly Option<bool> _json = new("--json") { Description = "A line of JSON for each case, and nothing else, on standard output." };

    public CommonOptions(Command command, string preset = "1b", string dtype = "bf16", int rounds = 3)
    {
        string names = string.Join(", ", Presets.All.Select(p => p.Name));
        _preset = new Option<string>("--preset") { Description = $"Sizes: {names}.", DefaultValueFactory = _ => preset };
        _dtype = new Option<string>("--dtype") { Description = "bf16, float16 or float32.", DefaultValueFactory = _ => dtype };
        _rounds = new Option<int>("--rounds") { Description = "Rounds, of which medians are taken.", DefaultValueFactory = _ => rounds };
        foreach (Option option in (Option[])[_preset, _dtype, _device, _rounds, _json])
            command.Add(option);
    }

    public ModelPreset Preset(ParseResult arguments) => Presets.Find(arguments.GetValue(_preset)!)
        ?? throw new ArgumentException($"There is no preset {arguments.GetValue(_preset)}.");

    public string Dtype(ParseResult arguments) => arguments.GetValue(_dtype)!;

    public string? Device(ParseResult arguments) => arguments.GetValue(_device);

    public int Rounds(ParseResult arguments) => arguments.GetValue(_rounds) is var rounds and > 0
        ? rounds
        : throw new ArgumentException("--rounds must be at least 1.");

    public BenchOutput Output(ParseResult arguments, TextWriter results, TextWriter notes) =>
        new(results, notes, arguments.GetValue(_json));

    /// <summary>The model that the options ask for, with random weights.</summary>
    public BenchModel Model(ParseResult arguments, BenchOutput output) =>
        BenchModel.Create(Preset(arguments), Device(arguments), Dtype(arguments), output);
}
