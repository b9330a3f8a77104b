using JanusCluster.Client.Hub;
using JanusCluster.Client.Pull;
using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>Shows a pull's progress: a bar for each file where somebody watches, now and then a line elsewhere.</summary>
internal static class PullProgress
{
    public static async Task<T> ShowAsync<T>(CommandOutput output, TimeProvider time, Func<IPullView, Task<T>> run)
    {
        if (!output.NotesAreLive)
            return await run(new LineView(output, time));
        return await output.Notes.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => run(new BarView(context)));
    }

    private sealed class BarView(ProgressContext context) : IPullView
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, ProgressTask> _tasks = [];

        public void Began(IReadOnlyList<(HubFile File, long Present)> files)
        {
            foreach ((HubFile file, long present) in files)
                Show(file.Path, file.Path, Math.Max(1, file.Size)).Value = present;
        }

        public void Fetched(HubFile file, long bytes) => Show(file.Path, file.Path).Value = bytes;

        public void Checking(HubFile file) => Show(file.Path, $"{file.Path}: checking", Math.Max(1, file.Size));

        public void Finished(HubFile file)
        {
            ProgressTask task = Show(file.Path, file.Path);
            task.Value = task.MaxValue;
        }

        public void Spoiled(HubFile file, string why) => Show(file.Path, $"{file.Path}: once more").Value = 0;

        public void Waits(string what, string why, TimeSpan pause) => Show(what, $"{what}: {why} Again in {pause.TotalSeconds:F0} s");

        public void Note(string text) => Show("", text);

        private ProgressTask Show(string key, string text, double? size = null)
        {
            lock (_lock)
            {
                if (!_tasks.TryGetValue(key, out ProgressTask? task))
                    _tasks[key] = task = context.AddTask(Markup.Escape(TerminalText.Clean(text)), maxValue: size ?? 1);
                task.Description = Markup.Escape(TerminalText.Clean(text));
                if (size is { } known)
                    task.MaxValue = known;
                return task;
            }
        }
    }

    private sealed class LineView(CommandOutput output, TimeProvider time) : IPullView
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

        private readonly Lock _lock = new();
        private readonly Dictionary<string, long> _bytes = [];

        private long _total;
        private long _shown;
        private long _shownAt;

        public void Began(IReadOnlyList<(HubFile File, long Present)> files)
        {
            lock (_lock)
            {
                foreach ((HubFile file, long present) in files)
                    _bytes[file.Path] = present;
                _total = files.Sum(one => one.File.Size);
                _shown = _bytes.Values.Sum();
                _shownAt = time.GetTimestamp();
                output.Note($"{files.Count} files, {ByteCount.Describe(_total)}{(_shown > 0 ? $"; {ByteCount.Describe(_shown)} are here already" : "")}.");
            }
        }

        public void Fetched(HubFile file, long bytes)
        {
            lock (_lock)
            {
                _bytes[file.Path] = bytes;
                TimeSpan passed = time.GetElapsedTime(_shownAt);
                if (passed < Interval)
                    return;
                long now = _bytes.Values.Sum();
                output.Note($"{ByteCount.Describe(now)} of {ByteCount.Describe(_total)} · {ByteCount.Describe((long)(Math.Max(0, now - _shown) / passed.TotalSeconds))}/s");
                _shown = now;
                _shownAt = time.GetTimestamp();
            }
        }

        public void Checking(HubFile file)
        {
        }

        public void Finished(HubFile file)
        {
        }

        public void Spoiled(HubFile file, string why) => Note($"{file.Path}: {why} It is fetched once more.");

        public void Waits(string what, string why, TimeSpan pause) => Note($"{what}: {why} Again in {pause.TotalSeconds:F1} s.");

        public void Note(string text)
        {
            lock (_lock)
                output.Note(text);
        }
    }
}
