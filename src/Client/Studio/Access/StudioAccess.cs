using System.Security.Claims;
using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using JanusCluster.Hosting.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace JanusCluster.Client.Studio.Access;

/// <summary>Who may see the studio: whoever signed in with a tenant's key, or everybody where the front asks for none.</summary>
/// <remarks>The key travels in a sealed cookie that scripts cannot read, and is verified with every request: a revoked one opens nothing.</remarks>
internal static class StudioAccess
{
    public const string Policy = "Studio", Scheme = "Studio";
    public const string SecretClaim = "secret";
    private const string RingKey = "janus/studio/keys";
    private static readonly TimeSpan Stay = TimeSpan.FromDays(14);

    public static void AddStudioAccess(this IServiceCollection services, HttpSettings settings, string redisConnection)
    {
        bool asksForKeys = settings.Authentication == HttpAuthentication.Keys;
        services.AddAuthentication().AddCookie(Scheme, options =>
        {
            options.Cookie.Name = "janus-studio";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = settings.PublicUrl?.Scheme == Uri.UriSchemeHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            options.LoginPath = options.AccessDeniedPath = $"/{StudioPaths.SignIn}";
            options.ReturnUrlParameter = "to";
            options.ExpireTimeSpan = Stay;
            options.Events.OnValidatePrincipal = ValidateAsync;
        });
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy
            .AddAuthenticationSchemes(asksForKeys ? Scheme : OpenAccess.SchemeName)
            .RequireClaim(Caller.ScopeClaim, Scope.Generate));
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, StudioAuthentication>();
        services.AddAntiforgery(options => options.Cookie.Name = "janus-studio-form");
        var redis = new Lazy<IConnectionMultiplexer>(() => ConnectionMultiplexer.Connect(RedisAddress.Parse(redisConnection)));
        services.AddDataProtection().SetApplicationName("janus-studio").PersistKeysToStackExchangeRedis(() => redis.Value.GetDatabase(), RingKey);
    }

    public static Task SignInAsync(HttpContext context, KeyHolder holder, string key) =>
        context.SignInAsync(Scheme, PrincipalOf(holder, key), new AuthenticationProperties { IsPersistent = true });

    private static ClaimsPrincipal PrincipalOf(KeyHolder holder, string key)
    {
        ClaimsPrincipal principal = Caller.Of(holder, Scheme);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(SecretClaim, key));
        return principal;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        IKeyVerifier keys = context.HttpContext.RequestServices.GetRequiredService<IKeyVerifier>();
        if (context.Principal?.FindFirstValue(SecretClaim) is { } key && await keys.VerifyAsync(key, context.HttpContext.RequestAborted) is { } holder)
            context.ReplacePrincipal(PrincipalOf(holder, key));
        else
            context.RejectPrincipal();
    }
}
