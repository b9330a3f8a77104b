using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.Studio.Access;

/// <summary>Forgets the cookie. Other sites cannot do it to a user: their requests come without it.</summary>
internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost($"/{StudioPaths.SignOut}", async (HttpContext context) =>
    {
        await context.SignOutAsync(StudioAccess.Scheme);
        return Results.LocalRedirect($"~/{StudioPaths.SignIn}");
    }).RequireAuthorization(StudioAccess.Policy).DisableAntiforgery().DisableRateLimiting().ExcludeFromDescription();
}
