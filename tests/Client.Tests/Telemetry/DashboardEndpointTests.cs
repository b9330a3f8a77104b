using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using JanusCluster.Client.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JanusCluster.Client.Tests.Telemetry;

/// <summary>The dashboard's pages on a front; no cluster is behind it, so they have nothing to show.</summary>
public sealed class DashboardEndpointTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private WebApplication _app = null!;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.UseOrleansClient(client => client.UseLocalhostClustering().AddJanusDashboard());
        builder.Services.RemoveAll<IHostedService>(); // it would wait for a cluster
        builder.Services.AddRouting();
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderScheme>("header", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(DashboardEndpoint.Policy, policy => policy.RequireRole("admin"));
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapJanusDashboard();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("/dashboard/", null, HttpStatusCode.Unauthorized)]
    [InlineData("/dashboard/", "tenant", HttpStatusCode.Forbidden)]
    [InlineData("/dashboard/", "admin", HttpStatusCode.OK)]
    [InlineData("/dashboard/index.min.js", "tenant", HttpStatusCode.Forbidden)]
    [InlineData("/dashboard/ClusterStats", null, HttpStatusCode.Unauthorized)]
    [InlineData("/dashboard/Trace", "admin", HttpStatusCode.Forbidden)]
    [InlineData("/dashboard/GrainState?grainId=a&grainType=b", "admin", HttpStatusCode.NotFound)]
    [InlineData("/dashboard/grainstate/?grainId=a&grainType=b", "admin", HttpStatusCode.NotFound)]
    public async Task Get_ByRole_ShowsPagesToAdminsAndStatesToNobody(string path, string? role, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_address}{path}");
        if (role is not null)
            request.Headers.Add("role", role);
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }

    /// <summary>Believes what a header says.</summary>
    private sealed class HeaderScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            string? role = Request.Headers["role"];
            if (role is null)
                return Task.FromResult(AuthenticateResult.NoResult());
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
