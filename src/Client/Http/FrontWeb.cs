using System.Net;
using System.Security.Cryptography.X509Certificates;
using JanusCluster.Client.Batches;
using JanusCluster.Client.Files;
using JanusCluster.Client.Health;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Input;
using JanusCluster.Client.Jobs;
using JanusCluster.Client.Links;
using JanusCluster.Client.OpenAi.Chat;
using JanusCluster.Client.OpenAi.Images;
using JanusCluster.Client.OpenAi.Models;
using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Client.Silos;
using JanusCluster.Client.Studio;
using JanusCluster.Client.Tenancy;
using JanusCluster.Client.Webhooks;
using JanusCluster.Hosting.Health;
using JanusCluster.Hosting.Settings;
using JanusCluster.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace JanusCluster.Client.Http;

/// <summary>The front's HTTP API: its services, its server and its endpoints.</summary>
internal static class FrontWeb
{
    private const int MaxConnections = 10_000;
    private const long MaxFileBytes = 600_000_000;

    /// <param name="redisConnection">Of the cluster.</param>
    /// <exception cref="SettingsException">A setting is wrong; the message names it.</exception>
    public static void AddFrontWeb(this WebApplicationBuilder builder, HttpSettings settings, string redisConnection)
    {
        SettingsRules.Check(settings, $"{FrontSettings.Section}:{nameof(FrontSettings.Http)}");
        X509Certificate2? certificate = ReadCertificate(settings);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, settings, certificate));
        IServiceCollection services = builder.Services;
        services.AddSingleton(settings);
        services.ConfigureHttpJsonOptions(options => ApiJson.Configure(options.SerializerOptions));
        services.AddSingleton<RetryAdvice>();
        services.AddSingleton<ErrorHandler>();
        services.AddApiDocument();
        services.AddAccess(settings);
        services.AddSingleton(new OperatorKeys(settings));
        services.AddSingleton<IKeyVerifier, KeyVerifier>().AddSingleton<FailedAttempts>().AddSingleton<KeyGate>();
        services.AddRateLimiter(RequestRates.Configure);
        services.AddSingleton<ServedModels>();
        services.AddSingleton<BodyReader>();
        services.AddSingleton<LinkKey>();
        services.AddSingleton<BlobLinks>();
        services.AddSingleton<RemoteImages>();
        services.AddSingleton<ImageInput>();
        services.AddSingleton<MessageReader>();
        services.AddSingleton<ImageEndpoints>();
        services.AddSingleton<ChatEndpoints>();
        services.AddSingleton<InputReader>().AddSingleton<ResponseContexts>().AddSingleton<ResponseEndpoints>();
        services.AddSingleton<StoredResponse>().AddSingleton<ConversationEndpoints>();
        services.AddSingleton<JobEndpoints>().AddSingleton<JobSubmission>().AddSingleton<JobManifest>();
        services.AddSingleton<FileStore>().AddSingleton<FileEndpoints>().AddSingleton<FileUploads>();
        services.AddSingleton<IUploadedImages, UploadedImages>();
        services.AddSingleton<TenantEndpoints>();
        services.AddSingleton<IClusterSilos, ClusterSilos>().AddSingleton<ClusterEndpoints>().AddSingleton<ScalingEndpoint>();
        services.AddBatches();
        services.AddWebhooks(settings);
        services.AddStudio(settings, redisConnection);
        services.AddHealthChecks().AddCheck<ClusterHealth>(ClusterHealth.Name, tags: [HealthTags.Ready]);
    }

    public static void MapFrontWeb(this WebApplication app)
    {
        HttpSettings settings = app.Services.GetRequiredService<HttpSettings>();
        app.UsePathBase(settings.PathBase);
        app.Use(ResponseHeaders.AddAsync);
        app.Use(app.Services.GetRequiredService<ErrorHandler>().GuardAsync);
        app.UseStatusCodePages(context => ErrorHandler.WriteAsync(
            context.HttpContext, context.HttpContext.Response.StatusCode,
            ErrorBody.Of(context.HttpContext.Response.StatusCode, Explain(context.HttpContext))));
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapStudio();
        app.MapGroup("").AllowAnonymous().MapJanusHealth();
        IEndpointConventionBuilder metrics = app.MapJanusMetrics();
        _ = settings.OpenMetrics ? metrics.AllowAnonymous() : metrics.RequireAuthorization(Access.Metrics);
        ApiDocument.Map(app);
        LinkEndpoints.Map(app);
        RouteGroupBuilder api = app.MapGroup("/v1").RequireAuthorization(Access.Generate);
        ModelEndpoints.Map(api);
        ImageEndpoints.Map(api);
        ChatEndpoints.Map(api);
        ResponseEndpoints.Map(api);
        StoredResponse.Map(api);
        ConversationEndpoints.Map(api);
        JobEndpoints.Map(api);
        FileEndpoints.Map(api);
        BatchEndpoints.Map(api);
        WebhookEndpoints.Map(api);
        RouteGroupBuilder admin = app.MapGroup("/v1/admin").RequireAuthorization(Access.Admin);
        TenantEndpoints.Map(api, admin);
        ClusterEndpoints.Map(admin);
        ScalingEndpoint.Map(app.MapGroup("/v1/admin").RequireAuthorization(Access.Metrics));
    }

    private static void Configure(KestrelServerOptions kestrel, HttpSettings settings, X509Certificate2? certificate)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        // Of all bodies; those of JSON have their own, smaller one.
        kestrel.Limits.MaxRequestBodySize = MaxFileBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1_000, gracePeriod: TimeSpan.FromSeconds(10));
        kestrel.Listen(IPAddress.Parse(settings.Address), settings.Port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        });
    }

    private static X509Certificate2? ReadCertificate(HttpSettings settings)
    {
        if (settings.CertificateFile is not { } path)
            return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(path, settings.CertificateKeyFile);
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"Front:Http:CertificateFile: {path} cannot be used: {e.Message}", e);
        }
    }

    private static string Explain(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {ApiText.Quote(context.Request.Path)}.",
        StatusCodes.Status405MethodNotAllowed => $"{ApiText.Quote(context.Request.Method)} is not what {ApiText.Quote(context.Request.Path)} takes.",
        StatusCodes.Status415UnsupportedMediaType => "The body has another content type than the endpoint takes.",
        _ => "The request is not valid.",
    };
}
