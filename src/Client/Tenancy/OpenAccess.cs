using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JanusCluster.Client.Tenancy;

/// <summary>Where no keys are asked for, everybody is the tenant that the local command line works as.</summary>
internal sealed class OpenAccess(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Open";
    private static readonly KeyHolder Everybody = new("none", "local", [Scope.Generate, Scope.Admin]);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Caller.Of(Everybody, SchemeName), SchemeName)));
}
