using JanusCluster.Model.Checkpoints.Initial;
using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tokenization;
using JanusCluster.Training.Optimization;
using JanusCluster.Training.Progress;
using JanusCluster.Training.Stages;
using JanusCluster.Training.Tokenization;
using JanusCluster.Training.Vq;
using TorchSharp;

namespace JanusCluster.Training;

/// <summary>All of a plan in a folder: tokenizer of images, vocabulary, vision encoder, three stages, the model, the curve.</summary>
/// <remarks>The folder holds <c>vq-STEP</c>, <c>vision-STEP</c> and <c>transformer-STEP.safetensors</c>, a log of each, <c>curve.png</c> and <c>model/</c>.</remarks>
internal sealed class TrainingRun(TrainingPlan plan, string folder, Leg leg, IRunProgress progress)
{
    private const int SaveEvery = 200;

    /// <summary>Steps between two lines of the log; the first few are all there, so that a short run has a curve, too.</summary>
    private const int LogEvery = 20;

    /// <returns>Whether everything is done; else the leg is over and another start goes on.</returns>
    public bool Run()
    {
        Directory.CreateDirectory(folder);
        using var vq = new VqRun(plan.Preset.Config.Vq, plan.Vq);
        if (!Finish("vq", vq.Optimizer, vq.State, plan.Vq.Steps, log => StepVq(vq, log), log => Evaluate(vq, log)))
            return false;
        using TransformerRun reader = Transformer(plan.Reader, vq, plan.Vision);
        if (!Finish("vision", reader))
            return false;
        using TransformerRun transformer = Transformer(plan.Preset, vq, plan.Transformer);
        transformer.Adopt(reader);
        if (!Finish("transformer", transformer))
            return false;
        Export.Write(plan, transformer, vq, folder, ModelFolder);
        return true;
    }

    /// <summary>The model as it is now, finished or not.</summary>
    public void ExportNow()
    {
        using var vq = new VqRun(plan.Preset.Config.Vq, plan.Vq);
        using TransformerRun transformer = Transformer(plan.Preset, vq, plan.Transformer);
        if (!Resume(new TrainingCheckpoint(folder, "vq"), vq.Optimizer, vq.State)
            || !Resume(new TrainingCheckpoint(folder, "transformer"), transformer.Optimizer, transformer.Optimizer.State))
            throw new FileNotFoundException($"There is nothing to export in {folder} yet.");
        Export.Write(plan, transformer, vq, folder, ModelFolder);
    }

    private string ModelFolder => Path.Combine(folder, "model");

    private bool Finish(string name, TransformerRun run) =>
        Finish(name, run.Optimizer, run.Optimizer.State, run.Steps, log => StepTransformer(run, log), log => Evaluate(name, run, log));

    private bool Finish(
        string name, AdamW optimizer, IEnumerable<(string Name, torch.Tensor Values)> state, int steps, Func<RunLog, string> step, Func<RunLog, string> evaluate)
    {
        var saved = new TrainingCheckpoint(folder, name);
        Resume(saved, optimizer, state);
        using var log = new RunLog(folder, name, optimizer.Step);
        bool isDone = IsDone();
        while (!isDone)
        {
            progress.Report(name, optimizer.Step, steps, step(log));
            if (optimizer.Step % SaveEvery != 0 && optimizer.Step != steps && !leg.IsOver)
                continue;
            progress.Note(evaluate(log));
            saved.Save(optimizer.Step, state);
            Curve.Draw(folder);
            isDone = IsDone();
            if (leg.IsOver)
                break;
        }

        return isDone;

        bool IsDone() => optimizer.Step == steps || EarlyStop.IsDue(RunLog.Read(Path.Combine(folder, $"{name}.jsonl")));
    }

    /// <returns>Whether there was something to go on from.</returns>
    private static bool Resume(TrainingCheckpoint saved, AdamW optimizer, IEnumerable<(string Name, torch.Tensor Values)> state)
    {
        if (saved.Load(state) is not { } step)
            return false;
        optimizer.Restore(step);
        return true;
    }

    private static string StepVq(VqRun run, RunLog log)
    {
        VqLosses losses = run.Step();
        if (IsLogged(run.Optimizer.Step))
            log.Write(run.Optimizer.Step, ("loss", losses.Total), ("square", losses.Square), ("entropy", losses.Entropy));
        return $"loss {losses.Total:F3}";
    }

    private static string Evaluate(VqRun run, RunLog log)
    {
        VqScores scores = run.Evaluate();
        log.Write(run.Optimizer.Step, ("psnr", scores.Psnr), ("usage", scores.CodeUsage), ("flat", scores.FlatAgreement));
        return $"image tokenizer, step {run.Optimizer.Step}: {scores.Psnr:F1} dB, {scores.CodeUsage:P0} of the codes used, {scores.FlatAgreement:P0} of plain patches alike, on held-out scenes";
    }

    private static string StepTransformer(TransformerRun run, RunLog log)
    {
        string stage = run.StageOf(run.Optimizer.Step).Name;
        StageLosses losses = run.Step();
        if (IsLogged(run.Optimizer.Step))
            log.Write(run.Optimizer.Step, ("text", losses.Text), ("codes", losses.Codes));
        return $"{stage}, text {losses.Text:F3}, codes {losses.Codes:F3}";
    }

    private static string Evaluate(string name, TransformerRun run, RunLog log)
    {
        StageLosses losses = run.Evaluate();
        log.Write(run.Optimizer.Step, ("heldout_text", losses.Text), ("heldout_codes", losses.Codes));
        string codes = double.IsNaN(losses.Codes) ? "" : $", codes {losses.Codes:F3}";
        return $"{name}, step {run.Optimizer.Step}: text {losses.Text:F3}{codes} nats, on held-out scenes";
    }

    private static bool IsLogged(int step) => step <= LogEvery || step % LogEvery == 0;

    private TransformerRun Transformer(ModelPreset preset, VqRun vq, TransformerOptions options)
    {
        vq.Model.eval();
        // A run keeps the vocabulary that it began with: its weights know the tokens by their numbers.
        string vocabulary = Path.Combine(folder, "tokenizer.json");
        if (!File.Exists(vocabulary))
            TokenizerFiles.Write(folder, plan.Preset, NanoTokenizer.Train(plan.Preset, plan.Transformer.Seed));
        return new TransformerRun(preset, BpeTokenizer.Load(vocabulary), vq.Model, options);
    }
}
