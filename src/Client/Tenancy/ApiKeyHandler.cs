using System.Text.Encodings.Web;
using JanusCluster.Client.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JanusCluster.Client.Tenancy;

/// <summary>Authenticates by <c>Authorization: Bearer KEY</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, KeyGate gate)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";
    private const string Bearer = "Bearer ";
    private const int MaxKeyLength = 512;

    private bool _isLockedOut;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return AuthenticateResult.NoResult();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) || header.Length > MaxKeyLength)
            return AuthenticateResult.Fail("The header is not 'Bearer KEY'.");
        string key = header[Bearer.Length..].Trim();
        (KeyHolder? holder, _isLockedOut) = await gate.TryAsync(key, Context.Connection.RemoteIpAddress, Context.RequestAborted);
        if (holder is not null)
            return AuthenticateResult.Success(new AuthenticationTicket(Caller.Of(holder, SchemeName), SchemeName));
        return AuthenticateResult.Fail(_isLockedOut ? "Too many keys were tried from this address." : "There is no such key.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_isLockedOut)
        {
            Response.Headers.RetryAfter = $"{FailedAttempts.Window.TotalSeconds:F0}";
            return ErrorHandler.WriteAsync(Context, StatusCodes.Status429TooManyRequests, ErrorBody.Of(
                StatusCodes.Status429TooManyRequests, "Too many wrong keys came from this address. Wait a minute."));
        }

        Response.Headers.WWWAuthenticate = "Bearer";
        string message = Request.Headers.Authorization.Count == 0
            ? "The request names no key: send it as 'Authorization: Bearer KEY'."
            : "The key is not valid: it is misspelt, revoked or has expired.";
        return ErrorHandler.WriteAsync(Context, StatusCodes.Status401Unauthorized, ErrorBody.Of(StatusCodes.Status401Unauthorized, message));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ErrorHandler.WriteAsync(
        Context, StatusCodes.Status403Forbidden, ErrorBody.Of(StatusCodes.Status403Forbidden, "This key's scope does not allow that."));
}
