using JanusCluster.Contracts.Tenants;
using Spectre.Console;

namespace JanusCluster.Client.Cli;

/// <summary>A tenant as a table.</summary>
internal static class TenantTable
{
    public static Table Of(string tenant, TenantPolicy policy, TenantUsage usage)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("Tenant", tenant);
        void Add(string name, string value) => table.AddRow(new Text(name), new Text(value));
        Add("Weight", $"{policy.Weight}");
        Add("Items that run at a time", Limit(policy.MaxConcurrentImages));
        Add("Unfinished items", Limit(policy.MaxQueuedItems));
        Add("Conversations", Limit(policy.MaxConversations));
        Add("Requests a minute and front", Limit(policy.RequestsPerMinute));
        Add("Bytes of files", Limit(policy.MaxStoredBytes));
        Add("Images made", $"{usage.Images:N0}");
        Add("Codes made", $"{usage.ImageCodes:N0}");
        Add("Answers given", $"{usage.Answers:N0}");
        Add("Tokens read", $"{usage.PromptTokens:N0}");
        Add("Tokens written", $"{usage.CompletionTokens:N0}");
        Add("Bytes stored", $"{usage.StoredBytes:N0}");
        return table;
    }

    private static string Limit(long? limit) => limit is { } most ? $"at most {most:N0}" : "no limit";
}
