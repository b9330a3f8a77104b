using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace JanusCluster.Client.Http;

/// <summary>The API's OpenAPI document (<c>/openapi/v1.json</c>) and the page that shows it (<c>/docs</c>). They hold no data, and ask for no key.</summary>
internal static class ApiDocument
{
    public const string Path = "/openapi/v1.json";
    public const string PagePath = "/docs";
    private const string Bearer = "bearer";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "JanusCluster";
            document.Info.Description = "Pictures and answers by Janus-Pro. Where OpenAI has an endpoint, this is the same one.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = "A key." };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            return Task.CompletedTask;
        });
    });

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(Path).AllowAnonymous();
        routes.MapScalarApiReference(PagePath, options => options.WithTitle("JanusCluster").DisableDefaultFonts()).AllowAnonymous();
    }
}
