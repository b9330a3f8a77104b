using System.CommandLine;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Tenants;

namespace JanusCluster.Client.Cli;

/// <summary><c>tenants list|show|set|keys</c>: tenants, with their shares, limits, usage and keys.</summary>
internal static class TenantsCommand
{
    private const string NoLimit = "none";
    private const int PageSize = 500;

    public static Command Create(CommandScope scope) => new("tenants", "List tenants, show or set their shares and limits, and make their keys.")
    {
        CreateList(scope),
        CreateShow(scope),
        CreateSet(scope),
        TenantKeysCommand.Create(scope),
    };

    internal static Argument<string> Name() => new("NAME") { Description = "The tenant; the local command line works as 'local'." };

    internal static string NameOf(ParseResult arguments, Argument<string> name) => Identifier.Validate("tenant", arguments.GetValue(name));

    private static Command CreateList(CommandScope scope)
    {
        var command = new Command("list", "List the names of all tenants, one a line.");
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (_, _) => Task.FromResult(0),
            async (session, _, _) =>
            {
                string? last = null;
                IReadOnlyList<string> page;
                do
                {
                    page = await session.Tenants.ListAsync(last, PageSize);
                    foreach (string tenant in page)
                        scope.Output.Result(last = tenant);
                }
                while (page.Count == PageSize);
                if (last is null)
                    scope.Output.Note("There are no tenants.");
                return ExitCode.Success;
            });
        return command;
    }

    private static Command CreateShow(CommandScope scope)
    {
        Argument<string> name = Name();
        var command = new Command("show", "Show a tenant's share, limits and usage.") { name };
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (arguments, _) => Task.FromResult(NameOf(arguments, name)),
            (session, tenant, _) => ShowAsync(scope, session, tenant));
        return command;
    }

    private static Command CreateSet(CommandScope scope)
    {
        Argument<string> name = Name();
        var weight = new Option<double?>("--weight") { Description = "Share of the places while others want them too, relative to theirs." };
        Option<string?> images = Limit("--max-images", "Items of its jobs that run at a time"), queued = Limit("--max-queued", "Unfinished items of all its jobs"),
            conversations = Limit("--max-conversations", "Conversations that are kept"), requests = Limit("--requests-per-minute", "Requests that each front takes in a minute"),
            bytes = Limit("--max-stored-bytes", "Bytes of all files that are kept");
        var command = new Command("set", "Set a tenant's share and limits; what is not given stays.") { name, weight, images, queued, conversations, requests, bytes };
        scope.SetClusterAction(
            command,
            needsModel: false,
            prepare: (arguments, _) =>
            {
                string tenant = NameOf(arguments, name);
                Func<int?, int?> ofImages = Change(arguments, images), ofQueued = Change(arguments, queued), ofConversations = Change(arguments, conversations),
                    ofRequests = Change(arguments, requests);
                Func<long?, long?> ofBytes = ChangeLong(arguments, bytes);
                double? share = arguments.GetValue(weight);
                return Task.FromResult((tenant, change: (Func<TenantPolicy, TenantPolicy>)(policy => new TenantPolicy(
                    share ?? policy.Weight, ofImages(policy.MaxConcurrentImages), ofQueued(policy.MaxQueuedItems), ofConversations(policy.MaxConversations),
                    ofRequests(policy.RequestsPerMinute), ofBytes(policy.MaxStoredBytes)))));
            },
            async (session, input, _) =>
            {
                ITenantGrain grain = session.Tenant(input.tenant);
                await grain.SetPolicyAsync(input.change(await grain.GetPolicyAsync()));
                return await ShowAsync(scope, session, input.tenant);
            });
        return command;
    }

    private static async Task<int> ShowAsync(CommandScope scope, IClusterSession session, string tenant)
    {
        ITenantGrain grain = session.Tenant(tenant);
        scope.Output.Results.Write(TenantTable.Of(tenant, await grain.GetPolicyAsync(), await grain.GetUsageAsync()));
        return ExitCode.Success;
    }

    private static Option<string?> Limit(string name, string description) =>
        new(name) { HelpName = "N", Description = $"{description}; '{NoLimit}' for no limit." };

    /// <returns>What an option makes of the limit that is set.</returns>
    private static Func<int?, int?> Change(ParseResult arguments, Option<string?> option)
    {
        Func<long?, long?> change = ChangeLong(arguments, option);
        if (change(0) is > int.MaxValue or < int.MinValue)
            throw new UserMistakeException($"{option.Name} is '{arguments.GetValue(option)}', which is out of range.");
        return limit => (int?)change(limit);
    }

    private static Func<long?, long?> ChangeLong(ParseResult arguments, Option<string?> option) => arguments.GetValue(option) switch
    {
        null => limit => limit,
        NoLimit => _ => null,
        { } text when long.TryParse(text, out long limit) => _ => limit,
        { } text => throw new UserMistakeException($"{option.Name} is '{text}', which is neither a whole number nor '{NoLimit}'."),
    };
}
