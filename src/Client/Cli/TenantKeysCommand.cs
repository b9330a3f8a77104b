using System.CommandLine;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Cli;

/// <summary><c>tenants keys create|list|revoke</c>: the keys that open a tenant over HTTP.</summary>
internal static class TenantKeysCommand
{
    public static Command Create(CommandScope scope) => new("keys", "Make, list or revoke a tenant's keys.")
    {
        CreateCreate(scope),
        CreateList(scope),
        CreateRevoke(scope),
    };

    private static Command CreateCreate(CommandScope scope)
    {
        Argument<string> tenant = TenantsCommand.Name();
        var name = new Option<string>("--name") { Description = "Whose key it is, for people.", DefaultValueFactory = _ => "command line" };
        var scopes = new Option<string[]>("--scope")
        {
            HelpName = "SCOPE",
            Description = "generate (work with the models) or admin (tenants and the cluster); may be given twice.",
            DefaultValueFactory = _ => [Scope.Generate],
        };
        var days = new Option<int?>("--expires-in") { HelpName = "DAYS", Description = "After so many days it opens nothing. Default: never." };
        var command = new Command("create", "Make a key. Its text is shown this once; nobody can read it again.") { tenant, name, scopes, days };
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (arguments, _) =>
            {
                DateTimeOffset now = scope.Time.GetUtcNow();
                var settings = new ApiKeySettings(
                    arguments.GetValue(name)!, Scope.Parse(arguments.GetValue(scopes)!), arguments.GetValue(days) is { } count ? now + TimeSpan.FromDays(count) : null);
                ApiKeyRules.Validate(settings, now);
                return Task.FromResult((tenant: TenantsCommand.NameOf(arguments, tenant), settings));
            },
            async (session, input, _) =>
            {
                NewApiKey made = await session.Tenant(input.tenant).CreateKeyAsync(input.settings);
                scope.Output.Note($"Key {made.Key.Id} of tenant {made.Key.Tenant}; it is shown this once.");
                scope.Output.Result(made.Text);
                return ExitCode.Success;
            });
        return command;
    }

    private static Command CreateList(CommandScope scope)
    {
        Argument<string> tenant = TenantsCommand.Name();
        var command = new Command("list", "List a tenant's keys, without their secrets.") { tenant };
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (arguments, _) => Task.FromResult(TenantsCommand.NameOf(arguments, tenant)),
            async (session, name, _) =>
            {
                IReadOnlyList<ApiKey> keys = await session.Tenant(name).ListKeysAsync();
                if (keys.Count == 0)
                    scope.Output.Note($"Tenant {name} has no keys.");
                else
                    scope.Output.Results.Write(KeyTable.Of(keys, scope.Time.GetUtcNow()));
                return ExitCode.Success;
            });
        return command;
    }

    private static Command CreateRevoke(CommandScope scope)
    {
        Argument<string> tenant = TenantsCommand.Name();
        var key = new Argument<string>("KEY") { Description = "The key's id, as tenants keys list shows it." };
        var command = new Command("revoke", "Revoke a key: it opens nothing from then on.") { tenant, key };
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (arguments, _) => Task.FromResult((tenant: TenantsCommand.NameOf(arguments, tenant), key: Check(arguments.GetValue(key)!))),
            async (session, input, _) =>
            {
                ApiKey revoked = await session.Tenant(input.tenant).RevokeKeyAsync(input.key);
                scope.Output.Result($"Key {revoked.Id} of tenant {revoked.Tenant} is revoked.");
                return ExitCode.Success;
            });
        return command;
    }

    private static string Check(string key) => ApiKeyText.IsId(key)
        ? key
        : throw JanusException.Invalid("key", "A key's id has 16 letters and digits; it is the first part of the key, without its secret.");
}
