using System.CommandLine;
using JanusCluster.Training;
using JanusCluster.Training.Progress;
using Spectre.Console;

var folder = new Option<DirectoryInfo>("--out") { Description = "Folder of the run. What is there already is gone on from.", Required = true };
var minutes = new Option<double>("--leg") { Description = "Minutes after which to save and stop; the same command goes on.", DefaultValueFactory = _ => 100 };
var name = new Option<string>("--plan") { Description = "nano: the shipped model; smoke: a minute, to see the losses fall.", DefaultValueFactory = _ => "nano" };
name.AcceptOnlyFromAmong(TrainingPlan.Nano.Name, TrainingPlan.Smoke.Name);

var all = new Command("all", "Trains the image tokenizer, then the transformer in three stages, and writes the model.") { folder, minutes, name };
all.SetAction((arguments, interrupted) =>
{
    var leg = new Leg(TimeSpan.FromMinutes(arguments.GetValue(minutes)), interrupted);
    bool isDone = false;
    if (AnsiConsole.Profile.Capabilities.Interactive)
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(bars => isDone = Run(bars));
    else
        isDone = Run(null);
    Console.WriteLine(isDone
        ? $"The model is in {Path.Combine(arguments.GetValue(folder)!.FullName, "model")}."
        : "The leg is over. The same command goes on from here.");
    return Task.FromResult(0);

    bool Run(ProgressContext? bars) =>
        new TrainingRun(TrainingPlan.Find(arguments.GetValue(name)!), arguments.GetValue(folder)!.FullName, leg, new ConsoleProgress(AnsiConsole.Console, bars)).Run();
});

var export = new Command("export", "Writes the model as it is now, finished or not.") { folder, name };
export.SetAction(arguments =>
{
    new TrainingRun(TrainingPlan.Find(arguments.GetValue(name)!), arguments.GetValue(folder)!.FullName, new Leg(TimeSpan.Zero, default), new ConsoleProgress(AnsiConsole.Console, null)).ExportNow();
});

return await new RootCommand("Trains Janus-Nano: docs/janus-nano.md.") { all, export }.Parse(args).InvokeAsync();
