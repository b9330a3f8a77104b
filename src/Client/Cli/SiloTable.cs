using JanusCluster.Contracts.Silos;
using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>Silos as a table.</summary>
internal static class SiloTable
{
    public static Table Of(IEnumerable<SiloDescription> silos)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Silo", "Address", "Model", "Numerics", "Places", "Running", "State");
        foreach (SiloDescription silo in silos)
        {
            table.AddRow(
                new Text(silo.Name),
                new Text(silo.Address.Split('@')[0]),
                new Text(silo.Model ?? (silo.Places > 0 ? "loading" : "none (control)")),
                new Text(silo.Numerics ?? ""),
                new Text($"{silo.Places}"),
                new Text($"{silo.Running}"),
                new Text(silo.IsDraining ? "draining" : "active"));
        }

        return table;
    }
}
