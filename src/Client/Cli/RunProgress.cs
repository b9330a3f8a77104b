using JanusCluster.Contracts.Jobs;
using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>Shows how far a job is.</summary>
internal interface IRunView
{
    void Report(JobStatus status);
}

/// <summary>Shows a job's progress: a bar where somebody watches, now and then a line elsewhere.</summary>
internal static class RunProgress
{
    public static async Task<T> ShowAsync<T>(
        CommandOutput output, TimeProvider time, Func<IRunView, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        if (!output.NotesAreLive)
            return await run(new LineView(output, time), cancellationToken);
        return await output.Notes.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(context => run(new BarView(context.AddTask("starting")), cancellationToken));
    }

    /// <summary>For example: 12 of 40 images, 1 failed · 345 codes/s · 0:01:20 left.</summary>
    internal static string Describe(JobStatus status)
    {
        ItemCounts items = status.Items;
        string text = $"{items.Delivered} of {items.Total} images";
        if (items.Failed > 0)
            text += $", {items.Failed} failed";
        if (status.CodesPerSecond > 0)
            text += $" · {status.CodesPerSecond:F0} codes/s";
        if (status.State == JobState.Paused)
            text += " · paused";
        return status.Remaining is { } remaining && !status.IsFinal
            ? $"{text} · {(int)remaining.TotalHours}:{remaining.Minutes:D2}:{remaining.Seconds:D2} left"
            : text;
    }

    private sealed class BarView(ProgressTask task) : IRunView
    {
        public void Report(JobStatus status)
        {
            task.MaxValue = Math.Max(1, status.CodesTotal);
            task.Value = status.IsFinal ? task.MaxValue : status.CodesDone;
            task.Description = Markup.Escape(Describe(status));
        }
    }

    private sealed class LineView(CommandOutput output, TimeProvider time) : IRunView
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

        private long _shownAt = long.MinValue;
        private string _shown = "";

        public void Report(JobStatus status)
        {
            bool due = _shownAt == long.MinValue || status.IsFinal || time.GetElapsedTime(_shownAt) >= Interval;
            string text = Describe(status);
            if (!due || text == _shown)
                return;
            output.Note(text);
            _shown = text;
            _shownAt = time.GetTimestamp();
        }
    }
}
