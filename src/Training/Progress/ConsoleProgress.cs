using System.Diagnostics;
using Spectre.Console;

namespace JanusCluster.Training.Progress;

/// <summary>A bar on a terminal; elsewhere a line a minute.</summary>
internal sealed class ConsoleProgress(IAnsiConsole console, ProgressContext? bars) : IRunProgress
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, ProgressTask> _tasks = [];
    private long _last = Stopwatch.GetTimestamp();

    public void Report(string name, int step, int steps, string detail)
    {
        if (bars is not null)
        {
            if (!_tasks.TryGetValue(name, out ProgressTask? task))
                _tasks[name] = task = bars.AddTask(name, maxValue: steps);
            task.Value = step + 1;
            task.Description = Markup.Escape($"{name}: {detail}");
        }
        else if (Stopwatch.GetElapsedTime(_last) >= Between)
        {
            _last = Stopwatch.GetTimestamp();
            console.WriteLine($"{name}: step {step + 1} of {steps}, {detail}");
        }
    }

    public void Note(string line) => console.WriteLine(line);
}
