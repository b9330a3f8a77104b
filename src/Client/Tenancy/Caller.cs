using System.Security.Claims;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Tenants;
using Microsoft.AspNetCore.Http;

namespace JanusCluster.Client.Tenancy;

/// <summary>Who sent a request, as its key says.</summary>
internal static class Caller
{
    public const string TenantClaim = "tenant", ScopeClaim = "scope", KeyClaim = "key", RateClaim = "rate";

    /// <summary>The tenant whose data the request sees and makes.</summary>
    public static string Tenant(this HttpContext context) =>
        context.User.FindFirstValue(TenantClaim) ?? throw new InvalidOperationException("The endpoint requires no key.");

    public static ClaimsPrincipal Of(KeyHolder holder, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(TenantClaim, holder.Tenant), new Claim(KeyClaim, holder.KeyId), new Claim(RateClaim, $"{holder.RequestsPerMinute}"),
            .. holder.Scopes.Select(scope => new Claim(ScopeClaim, scope)),
        ],
        scheme));
}

/// <summary>What a valid key stands for.</summary>
/// <param name="Scopes">Of <see cref="Scope"/>.</param>
/// <param name="RequestsPerMinute">What its tenant may send; null is no limit.</param>
internal sealed record KeyHolder(string KeyId, string Tenant, IReadOnlyList<string> Scopes, int? RequestsPerMinute = null);

/// <summary>What keys allow.</summary>
internal static class Scope
{
    /// <summary>Work with the models, on the data of the key's tenant.</summary>
    public const string Generate = "generate";

    /// <summary>Administer tenants and the cluster.</summary>
    public const string Admin = "admin";

    /// <summary>See how the cluster is and what it wants. Only the operator's file gives it: keys of tenants do not.</summary>
    public const string Metrics = "metrics";

    public static IReadOnlyList<string> ListOf(ApiKeyScopes scopes) =>
        [.. new[] { Generate, Admin }.Where(name => scopes.HasFlag(Parse(name)))];

    /// <exception cref="JanusException">There is no such scope.</exception>
    public static ApiKeyScopes Parse(IEnumerable<string?> names) => names.Aggregate(ApiKeyScopes.None, (all, name) => all | Parse(name));

    private static ApiKeyScopes Parse(string? name) => name switch
    {
        Generate => ApiKeyScopes.Generate,
        Admin => ApiKeyScopes.Admin,
        _ => throw JanusException.Invalid("scopes", $"scopes are {Generate} and {Admin}; one is {ApiText.Quote(name)}."),
    };
}
