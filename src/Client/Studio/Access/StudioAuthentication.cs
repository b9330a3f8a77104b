using System.Security.Claims;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Studio.Access;

/// <summary>Looks now and then whether the key of an open page is still good.</summary>
internal sealed class StudioAuthentication(ILoggerFactory loggers, IKeyVerifier keys, HttpSettings settings) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        if (settings.Authentication == HttpAuthentication.None)
            return true;
        try
        {
            return authenticationState.User.FindFirstValue(StudioAccess.SecretClaim) is { } key && await keys.VerifyAsync(key, cancellationToken) is not null;
        }
        catch (Exception e) when (ClusterCall.IsAwayForNow(e))
        {
            // Nobody knows; what the page asks for next is checked where it is answered.
            return true;
        }
    }
}
