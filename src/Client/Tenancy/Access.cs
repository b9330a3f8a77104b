using JanusCluster.Client.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Client.Tenancy;

/// <summary>Who may do what.</summary>
internal static class Access
{
    /// <summary>Policies, one for each scope.</summary>
    public const string Generate = Scope.Generate, Admin = Scope.Admin, Metrics = Scope.Metrics;

    public static void AddAccess(this IServiceCollection services, HttpSettings settings)
    {
        string scheme = settings.Authentication == HttpAuthentication.Keys ? ApiKeyHandler.SchemeName : OpenAccess.SchemeName;
        services.AddAuthentication(scheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddScheme<AuthenticationSchemeOptions, OpenAccess>(OpenAccess.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Generate, policy => policy.RequireClaim(Caller.ScopeClaim, Scope.Generate))
            .AddPolicy(Admin, policy => policy.RequireClaim(Caller.ScopeClaim, Scope.Admin))
            .AddPolicy(Metrics, policy => policy.RequireClaim(Caller.ScopeClaim, Scope.Metrics, Scope.Admin))
            // What was forgotten is closed.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }
}
