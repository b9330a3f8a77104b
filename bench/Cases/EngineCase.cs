using System.Text.Json.Nodes;
using JanusCluster.Bench.Floors;
using JanusCluster.Bench.Load;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;
using JanusCluster.Model.Engine;
using TorchSharp;

namespace JanusCluster.Bench.Cases;

/// <summary>The engine's decode step at a number of rows, beside what its products and its reading cost at least.</summary>
/// <param name="Context">Positions of every row, or null: <paramref name="Ragged"/> has the shortest and the longest.</param>
internal sealed record EngineCase(int Rows, int Context, (int Shortest, int Longest)? Ragged, int Rounds, int Steps)
{
    private const int WarmSteps = 2;

    public JsonObject Measure(BenchModel model, ReadBandwidth bandwidth, BenchOutput output)
    {
        using IDisposable inference = torch.inference_mode();
        IReadOnlyList<ImageGeneration> requests = Requests(model);
        output.Note($"engine: {Rows} rows, reading {requests.Sum(request => request.Prompt.Conditional.Length * (request.Guidance == 1 ? 1 : 2))} prompt tokens …");
        using var floor = new GemmFloor(model.Model, Rows);
        using var images = new DecodingImages(model, requests, WarmSteps + (Rounds * Steps));
        for (int i = 0; i < WarmSteps; i++)
            images.Step();

        List<double> steps = [], reads = [], positions = [];
        var growth = new Growth();
        for (int round = 0; round < Rounds; round++)
        {
            growth.Watch(() =>
            {
                for (int i = 0; i < Steps; i++)
                {
                    positions.Add(images.Positions);
                    steps.Add(images.Step());
                }
            });
            floor.Measure();
            reads.Add(bandwidth.Measure());
            output.Note($"engine: {Rows} rows, round {round + 1} of {Rounds}: step {Numbers.Median(steps):F1} ms, linear layers {floor.Fastest.Milliseconds:F1} ms");
        }

        double step = Numbers.Median(steps), read = Numbers.Median(reads), gemm = floor.Fastest.Milliseconds;
        double keysAndValues = positions.Average() * model.KvBytesPerPosition / (read * 1e6);
        JsonObject result = model.Describe("engine");
        result["rows"] = Rows;
        result["context"] = Ragged is null ? Context : (Ragged.Value.Shortest + Ragged.Value.Longest) / 2;
        result["lengths"] = Ragged is null ? "equal" : $"ragged {Ragged.Value.Shortest}-{Ragged.Value.Longest}";
        result["context_mean"] = Numbers.Round(positions.Average() / Rows);
        result["step_ms"] = Numbers.Round(step);
        result["gemm_floor_ms"] = Numbers.Round(gemm);
        result["gemm_layout"] = floor.Fastest.Name;
        result["gemm_ms"] = new JsonObject(floor.All.Select(way => KeyValuePair.Create(way.Name, (JsonNode?)Numbers.Round(way.Milliseconds))));
        result["kv_floor_ms"] = Numbers.Round(keysAndValues);
        result["ratio"] = Numbers.Round(step / (gemm + keysAndValues));
        result["read_gb_per_s"] = Numbers.Round(read);
        result["tokens_per_s"] = Numbers.Round(Rows / step * 1000);
        result["tensors_live"] = growth.Tensors;
        result["resident_growth_mb"] = Numbers.Round(growth.ResidentBytes / 1e6);
        return result;
    }

    /// <summary>Guided images of two rows each; an odd row is an image without guidance.</summary>
    private IReadOnlyList<ImageGeneration> Requests(BenchModel model)
    {
        var prompts = new RandomPrompts(model.Preset.Config.Language, seed: Rows);
        int images = (Rows + 1) / 2;
        return [.. Enumerable.Range(0, images).Select(i => prompts.Image(Length(i, images), i < Rows / 2 ? RandomPrompts.Guidance : 1))];
    }

    /// <summary>The prompt's length from which the measured steps lie about the wanted context.</summary>
    private int Length(int image, int images)
    {
        int context = Ragged is not { } ragged ? Context
            : images == 1 ? (ragged.Shortest + ragged.Longest) / 2
            : ragged.Shortest + ((ragged.Longest - ragged.Shortest) * image / (images - 1));
        return Math.Max(2, context - (Rounds * Steps / 2));
    }
}
