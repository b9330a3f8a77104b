using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using JanusCluster.Client.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace JanusCluster.Client.Tests.Tenancy;

public sealed class ApiKeyHandlerTests : IDisposable
{
    private static readonly IPAddress Address = IPAddress.Parse("192.0.2.1");

    private readonly FailedAttempts _failures = new();
    private readonly Keys _keys = new();

    public void Dispose() => _failures.Dispose();

    [Fact]
    public async Task Authenticate_GoodKey_IsItsTenant()
    {
        (AuthenticateResult result, _) = await AskAsync("Bearer new");
        Assert.Equal("acme", result.Principal!.FindFirst(Caller.TenantClaim)!.Value);
    }

    [Theory]
    [InlineData(null, "names no key")]
    [InlineData("Basic x", "not valid")]
    [InlineData("Bearer wrong", "not valid")]
    public async Task Challenge_NoGoodKey_Is401(string? header, string message)
    {
        (AuthenticateResult result, HttpContext context) = await AskAsync(header);
        Assert.False(result.Succeeded);
        Assert.Equal(401, context.Response.StatusCode);
        Assert.Equal("Bearer", context.Response.Headers.WWWAuthenticate);
        Assert.Contains(message, ErrorOf(context).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Challenge_AfterTooManyWrongKeys_Is429AndKnownKeysStillWork()
    {
        await FailAsync();
        (AuthenticateResult result, HttpContext context) = await AskAsync("Bearer new");
        Assert.False(result.Succeeded);
        Assert.Equal(429, context.Response.StatusCode);
        Assert.Equal("60", context.Response.Headers.RetryAfter);
        Assert.Equal("rate_limit_error", ErrorOf(context).GetProperty("type").GetString());
        Assert.Equal(0, _keys.Asked);
        Assert.True((await AskAsync("Bearer known")).Result.Succeeded);
    }

    /// <summary>As many as are too many, also where a minute ends in between.</summary>
    private async Task FailAsync()
    {
        for (int i = 0; i < 200 && !_failures.AreTooMany(Address); i++)
            await AskAsync("Bearer wrong");
        _keys.Asked = 0;
    }

    private async Task<(AuthenticateResult Result, HttpContext Context)> AskAsync(string? header)
    {
        var handler = new ApiKeyHandler(new NoOptions(), NullLoggerFactory.Instance, UrlEncoder.Default, new KeyGate(_keys, _failures));
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = Address;
        context.Response.Body = new MemoryStream();
        if (header is not null)
            context.Request.Headers.Authorization = header;
        await handler.InitializeAsync(new AuthenticationScheme(ApiKeyHandler.SchemeName, null, typeof(ApiKeyHandler)), context);
        AuthenticateResult result = await handler.AuthenticateAsync();
        if (!result.Succeeded)
            await handler.ChallengeAsync(null);
        return (result, context);
    }

    private static JsonElement ErrorOf(HttpContext context) =>
        JsonDocument.Parse(((MemoryStream)context.Response.Body).ToArray()).RootElement.GetProperty("error");

    private sealed class Keys : IKeyVerifier
    {
        private static readonly KeyHolder Holder = new("id", "acme", [Scope.Generate]);

        public int Asked { get; set; }

        public KeyHolder? Recall(string key) => key == "known" ? Holder : null;

        public ValueTask<KeyHolder?> VerifyAsync(string key, CancellationToken cancellationToken)
        {
            Asked++;
            return ValueTask.FromResult(key == "new" ? Holder : null);
        }
    }

    private sealed class NoOptions : IOptionsMonitor<AuthenticationSchemeOptions>
    {
        public AuthenticationSchemeOptions CurrentValue { get; } = new();

        public AuthenticationSchemeOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<AuthenticationSchemeOptions, string?> listener) => null;
    }
}
