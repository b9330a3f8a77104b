using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Runtime;
using Spectre.Console;

namespace JanusCluster.Standalone.Models;

/// <summary>A checkpoint's parts as a table.</summary>
internal static class ModelTable
{
    public static Task<CheckpointReport> ReadAsync(string folder, CancellationToken cancellationToken) => ModelCommand.GuardAsync(() =>
    {
        using ICheckpointSource source = CheckpointDirectory.Open(folder);
        return CheckpointReport.Of(source);
    }, cancellationToken);

    public static Table Of(CheckpointReport report)
    {
        Table table = new Table().Border(TableBorder.Rounded).ShowFooters();
        table.AddColumn(new TableColumn("Part").Footer("all"));
        AddNumbers(table, "Tensors", report.Tensors.ToString());
        AddNumbers(table, "Parameters", report.Parameters.ToString("N0"));
        table.AddColumn(new TableColumn("Dtypes"));
        AddNumbers(table, "Memory", Size(report.Bytes));
        foreach (CheckpointPart part in report.Parts)
        {
            table.AddRow(
                new Text(part.Name),
                new Text(part.Tensors.ToString()),
                new Text(part.Parameters.ToString("N0")),
                new Text(string.Join(", ", part.Types.Select(ComputeDevice.NameOf))),
                new Text(Size(part.Bytes)));
        }

        return table;
    }

    internal static string Size(long bytes) => bytes >= 1L << 30
        ? $"{bytes / (double)(1L << 30):F2} GiB"
        : $"{bytes / (double)(1L << 20):F1} MiB";

    private static void AddNumbers(Table table, string title, string footer) =>
        table.AddColumn(new TableColumn(title).RightAligned().Footer(footer));
}
