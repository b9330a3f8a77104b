using System.Text;
using System.Text.Json.Nodes;

namespace JanusCluster.Bench.Output;

/// <summary>Cases side by side: a line for each field, a column for each case.</summary>
internal static class CaseTable
{
    public static string Of(IReadOnlyList<JsonObject> cases)
    {
        string[] fields = [.. cases.SelectMany(result => result.Select(field => field.Key)).Distinct()];
        string[][] columns = [fields, .. cases.Select(result => fields.Select(field => result[field]?.ToString() ?? "-").ToArray())];
        int[] widths = [.. columns.Select(column => column.Max(cell => cell.Length))];
        var text = new StringBuilder();
        for (int line = 0; line < fields.Length; line++)
        {
            text.Append(columns[0][line].PadRight(widths[0]));
            for (int column = 1; column < columns.Length; column++)
                text.Append("  ").Append(columns[column][line].PadLeft(widths[column]));
            text.AppendLine();
        }

        return text.ToString();
    }
}
