using System.Security.Claims;
using JanusCluster.Client.Tenancy;
using Microsoft.AspNetCore.Components.Authorization;

namespace JanusCluster.Client.Studio.Access;

/// <summary>Whose page this is.</summary>
internal sealed class StudioUser(AuthenticationStateProvider authentication)
{
    /// <exception cref="UnauthorizedAccessException">The key is not good any more.</exception>
    public async Task<string> GetTenantAsync()
    {
        ClaimsPrincipal user = (await authentication.GetAuthenticationStateAsync()).User;
        return user.FindFirstValue(Caller.TenantClaim) ?? throw new UnauthorizedAccessException("The key is revoked or has expired. Sign in again.");
    }

    public async Task<bool> IsAdminAsync() =>
        (await authentication.GetAuthenticationStateAsync()).User.HasClaim(Caller.ScopeClaim, Scope.Admin);
}
