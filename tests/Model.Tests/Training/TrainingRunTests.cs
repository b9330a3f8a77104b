using System.Text.Json.Nodes;
using JanusCluster.Model.Checkpoints;
using JanusCluster.Training;
using JanusCluster.Training.Progress;

namespace JanusCluster.Model.Tests.Training;

/// <summary>The smoke plan, once as a whole and once in two legs.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("janus-training-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_Smoke_LossesFallAndTheModelLoads()
    {
        Assert.True(new TrainingRun(TrainingPlan.Smoke, _folder, Endless, new Notes()).Run());

        JsonObject[] vq = [.. RunLog.Read(Path.Combine(_folder, "vq.jsonl")).Where(line => line["square"] is not null)];
        // Before the codebook comes in, with which it rises for a while; a step sees four pictures, so several are averaged.
        Assert.True(Mean(40, 60) < 0.75 * Mean([.. Enumerable.Range(1, 10)]), string.Join('\n', vq.Select(line => line.ToJsonString())));
        JsonObject[] vision = [.. RunLog.Read(Path.Combine(_folder, "vision.jsonl")).Where(line => line["text"] is not null)];
        Assert.True((double)vision[^1]["text"]! < (double)vision[0]["text"]!, string.Join('\n', vision.Select(line => line.ToJsonString())));
        JsonObject[] transformer = [.. RunLog.Read(Path.Combine(_folder, "transformer.jsonl")).Where(line => line["codes"] is not null)];
        Assert.True((double)transformer[^1]["text"]! < 0.9 * (double)transformer[0]["text"]!, string.Join('\n', transformer.Select(line => line.ToJsonString())));
        Assert.True((double)transformer[^1]["codes"]! < (double)transformer[0]["codes"]!);
        Assert.True(File.Exists(Path.Combine(_folder, "curve.png")));

        double Mean(params int[] steps) => vq.Where(line => steps.Contains((int)line["step"]!)).Average(line => (double)line["square"]!);

        JanusCheckpoint made = JanusCheckpoint.Load(Path.Combine(_folder, "model"), "cpu", "float32");
        using (made.Model)
        {
            Assert.Equal(64, made.Model.Config.Vq.CodesPerImage);
            Assert.Equal("a red star", made.Tokenizer.Decode(made.Tokenizer.Encode("a red star")));
            Assert.Equal(3, made.Tokenizer.Encode("a red star").Length);
        }
    }

    /// <summary>Every start makes one step, for its leg is over: the sum of all is the run as a whole, bit for bit.</summary>
    [Fact]
    public void Run_InLegs_MakesTheSameWeights()
    {
        TrainingPlan plan = TrainingPlan.Smoke with
        {
            Vq = TrainingPlan.Smoke.Vq with { Steps = 4, ContinuousSteps = 2, ReseedEvery = 2 },
            Vision = TrainingPlan.Smoke.Vision with { Steps = 2, Rows = 2 },
            Transformer = TrainingPlan.Smoke.Transformer with { Steps = 3, Rows = 2 },
        };
        string whole = Path.Combine(_folder, "whole"), legs = Path.Combine(_folder, "legs");
        Assert.True(new TrainingRun(plan, whole, Endless, new Notes()).Run());
        int starts = 1;
        while (!new TrainingRun(plan, legs, new Leg(TimeSpan.Zero, CancellationToken.None), new Notes()).Run())
            Assert.True(++starts < 12);

        Assert.Equal(7, starts);
        Assert.Equal(File.ReadAllBytes(Path.Combine(whole, "model", "model.safetensors")), File.ReadAllBytes(Path.Combine(legs, "model", "model.safetensors")));
    }

    private static Leg Endless => new(TimeSpan.MaxValue, TestContext.Current.CancellationToken);

    private sealed class Notes : IRunProgress
    {
        public void Report(string name, int step, int steps, string detail)
        {
        }

        public void Note(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
    }
}
