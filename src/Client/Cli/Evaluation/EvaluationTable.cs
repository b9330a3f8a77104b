using System.Globalization;
using System.Text.Json;
using JanusCluster.Evaluation.Tasks;
using Spectre.Console;

namespace JanusCluster.Client.Cli.Evaluation;

/// <summary>A report as a table.</summary>
internal static class EvaluationTable
{
    public static Table Of(EvaluationReport report)
    {
        var table = new Table().Title(Markup.Escape($"{report.Model}, guidance {report.Guidance.ToString(CultureInfo.InvariantCulture)}"));
        table.AddColumn("task");
        table.AddColumn(new TableColumn("score").RightAligned());
        table.AddColumn(new TableColumn("95 % interval").RightAligned());
        table.AddColumn(new TableColumn("n").RightAligned());
        Add(table, "text to image", report.TextToImage, report.TextToImageOverall);
        if (report.TextToImage.Count > 0 && report.Understanding.Count > 0)
            table.AddEmptyRow();
        Add(table, "understanding", report.Understanding, report.UnderstandingOverall);
        return table;
    }

    private static void Add<T>(Table table, string title, IReadOnlyDictionary<T, Score> scores, Score? overall)
        where T : struct, Enum
    {
        if (overall is null)
            return;
        foreach ((T key, Score score) in scores.OrderBy(one => one.Key))
            Row(JsonNamingPolicy.SnakeCaseLower.ConvertName(key.ToString()).Replace('_', ' '), score);
        Row($"{title}, overall", overall);

        void Row(string name, Score score)
        {
            (double low, double high) = score.Interval();
            table.AddRow(name, Percent(score.Value), $"{Percent(low)} – {Percent(high)}", score.N.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string Percent(double share) => (100 * share).ToString("F1", CultureInfo.InvariantCulture) + " %";
}
