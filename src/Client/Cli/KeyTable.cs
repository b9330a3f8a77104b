using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts.Tenants;
using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>A tenant's keys as a table.</summary>
internal static class KeyTable
{
    public static Table Of(IEnumerable<ApiKey> keys, DateTimeOffset now)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Key", "Name", "Scopes", "Created (UTC)", "Expires (UTC)", "State");
        foreach (ApiKey key in keys)
        {
            table.AddRow(
                new Text(key.Id),
                new Text(TerminalText.Clean(key.Name)),
                new Text(string.Join(", ", Scope.ListOf(key.Scopes))),
                new Text(Describe(key.CreatedAt)),
                new Text(key.ExpiresAt is { } end ? Describe(end) : "never"),
                new Text(key.RevokedAt is not null ? "revoked" : key.IsValidAt(now) ? "valid" : "expired"));
        }

        return table;
    }

    private static string Describe(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm");
}
