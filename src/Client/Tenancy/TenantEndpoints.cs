using System.Security.Claims;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Tenants;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Tenancy;

/// <summary><c>/v1/usage</c> for everyone; <c>/v1/admin/tenants</c> with limits and keys for administrators.</summary>
internal sealed partial class TenantEndpoints(IGrainFactory grains, BodyReader bodies, TimeProvider time, ILogger<TenantEndpoints> logger)
{
    private const int DefaultPage = 100, MaxPage = 999;

    public static void Map(IEndpointRouteBuilder routes, IEndpointRouteBuilder admin)
    {
        routes.MapGet("/usage", (HttpContext context, TenantEndpoints tenants) => tenants.GetUsageAsync(context))
            .WithTags("Usage").Produces<UsageObject>().WithSummary("What the key's tenant has used.");

        RouteGroupBuilder group = admin.MapGroup("/tenants").WithTags("Administration");
        group.MapGet("", (HttpContext context, TenantEndpoints tenants) => tenants.ListAsync(context))
            .Produces<TenantList>().WithSummary("Names of all tenants. Query: after, limit.");
        group.MapGet("/{name}", (string name, HttpContext context, TenantEndpoints tenants) => tenants.GetAsync(name, context))
            .Produces<TenantObject>().WithSummary("A tenant's limits and usage.");
        group.MapPut("/{name}", (string name, HttpContext context, TenantEndpoints tenants) => tenants.SetAsync(name, context))
            .Accepts<PolicyObject>("application/json").Produces<TenantObject>().WithSummary("Set a tenant's share and limits, all of them.");
        group.MapGet("/{name}/keys", (string name, HttpContext context, TenantEndpoints tenants) => tenants.ListKeysAsync(name, context))
            .Produces<KeyList>().WithSummary("A tenant's keys, newest first, without their secrets.");
        group.MapPost("/{name}/keys", (string name, HttpContext context, TenantEndpoints tenants) => tenants.CreateKeyAsync(name, context))
            .Accepts<KeyBody>("application/json").Produces<KeyObject>(StatusCodes.Status201Created)
            .WithSummary("Make a key. Its text is told here and never again.");
        group.MapDelete("/{name}/keys/{key}", (string name, string key, HttpContext context, TenantEndpoints tenants) => tenants.RevokeKeyAsync(name, key, context))
            .Produces<KeyObject>().WithSummary("Revoke a key: it opens nothing from then on.");
    }

    private async Task<IResult> GetUsageAsync(HttpContext context) =>
        Json(UsageObject.Of(context.Tenant(), await RepeatAsync(Find(context.Tenant()).GetUsageAsync, context)));

    private async Task<IResult> ListAsync(HttpContext context)
    {
        int limit = QueryNumber.Read(context, "limit", DefaultPage, 1, MaxPage);
        string? after = context.Request.Query["after"].ToString() is { Length: > 0 } name ? Identifier.Validate("after", name) : null;
        ITenantsGrain tenants = grains.GetGrain<ITenantsGrain>(ITenantsGrain.Key);
        IReadOnlyList<string> found = await RepeatAsync(() => tenants.ListAsync(after, limit + 1), context);
        return Json(new TenantList("list", [.. found.Take(limit)], found.Count > limit));
    }

    private async Task<IResult> GetAsync(string name, HttpContext context)
    {
        ITenantGrain tenant = Find(name);
        TenantPolicy policy = await RepeatAsync(tenant.GetPolicyAsync, context);
        return Json(new TenantObject(name, "tenant", PolicyObject.Of(policy), UsageObject.Of(name, await RepeatAsync(tenant.GetUsageAsync, context))));
    }

    private async Task<IResult> SetAsync(string name, HttpContext context)
    {
        ITenantGrain tenant = Find(name);
        TenantPolicy policy = (await bodies.ReadAsync<PolicyObject>(context)).ToPolicy();
        TenantRules.Validate(policy);
        await ClusterCall.RepeatAsync(() => tenant.SetPolicyAsync(policy), time, context.RequestAborted);
        LogPolicySet(name, Who(context));
        return await GetAsync(name, context);
    }

    private async Task<IResult> ListKeysAsync(string name, HttpContext context)
    {
        IReadOnlyList<ApiKey> keys = await RepeatAsync(Find(name).ListKeysAsync, context);
        return Json(new KeyList("list", [.. keys.Select(key => KeyObject.Of(key))]));
    }

    /// <summary>Not repeated when there is no answer: a key whose text nobody has heard would be left behind.</summary>
    private async Task<IResult> CreateKeyAsync(string name, HttpContext context)
    {
        ApiKeySettings settings = (await bodies.ReadAsync<KeyBody>(context)).ToSettings();
        NewApiKey made = await Find(name).CreateKeyAsync(settings);
        LogKeyCreated(made.Key.Id, name, Who(context));
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(KeyObject.Of(made.Key, made.Text), ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private async Task<IResult> RevokeKeyAsync(string name, string key, HttpContext context)
    {
        ITenantGrain tenant = Find(name);
        ApiKey revoked = await RepeatAsync(() => tenant.RevokeKeyAsync(key), context);
        LogKeyRevoked(revoked.Id, name, Who(context));
        return Json(KeyObject.Of(revoked));
    }

    private ITenantGrain Find(string name) => grains.GetGrain<ITenantGrain>(Identifier.Validate("tenant", name));

    private Task<T> RepeatAsync<T>(Func<Task<T>> call, HttpContext context) => ClusterCall.RepeatAsync(call, time, context.RequestAborted);

    private static IResult Json<T>(T answer) => Results.Json(answer, ApiJson.Options);

    private static string Who(HttpContext context) => context.User.FindFirstValue(Caller.KeyClaim) ?? "";

    [LoggerMessage(LogLevel.Information, "Limits of tenant {Tenant} were set with key {By}")]
    private partial void LogPolicySet(string tenant, string by);

    [LoggerMessage(LogLevel.Information, "Key {Key} of tenant {Tenant} was made with key {By}")]
    private partial void LogKeyCreated(string key, string tenant, string by);

    [LoggerMessage(LogLevel.Information, "Key {Key} of tenant {Tenant} was revoked with key {By}")]
    private partial void LogKeyRevoked(string key, string tenant, string by);
}
