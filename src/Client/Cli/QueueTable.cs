using JanusCluster.Contracts.Scheduling;
using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>What waits for a model, tenant by tenant, as a table.</summary>
internal static class QueueTable
{
    public static Table Of(string model, QueueStatus queue)
    {
        Table table = new Table().Border(TableBorder.Rounded).ShowFooters().Title(new TableTitle(Markup.Escape($"Queue of {model}")));
        table.AddColumn(new TableColumn("Tenant").Footer("all"));
        table.AddColumn(new TableColumn("Class"));
        AddNumbers(table, "Waiting", queue.Waiting);
        AddNumbers(table, "Codes that wait", queue.WaitingCodes);
        AddNumbers(table, "Running", queue.Leased);
        foreach (TenantQueue tenant in queue.Tenants)
        {
            table.AddRow(
                new Text(tenant.Tenant),
                new Text(Describe(tenant.Class)),
                new Text($"{tenant.Waiting:N0}"),
                new Text($"{tenant.WaitingCodes:N0}"),
                new Text($"{tenant.Leased:N0}"));
        }

        return table;
    }

    private static string Describe(WorkClass work) => work switch
    {
        WorkClass.Bulk => "bulk",
        WorkClass.Interactive => "interactive",
        WorkClass.Chat => "chat",
        _ => work.ToString(),
    };

    private static void AddNumbers(Table table, string title, long sum) =>
        table.AddColumn(new TableColumn(title).RightAligned().Footer($"{sum:N0}"));
}
