using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.OpenAi.Models;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{model}</c>.</summary>
internal static class ModelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models", ListAsync).WithTags("Models").WithSummary("The models that are served.").Produces<ModelList>();
        routes.MapGet("/models/{model}", GetAsync).WithTags("Models").WithSummary("One model, by name or id.").Produces<ModelObject>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, ServedModels models) => Results.Json(
        new ModelList("list", [.. (await models.ListAsync(context.RequestAborted)).Select(ModelObject.Of)]), ApiJson.Options);

    private static async Task<IResult> GetAsync(string model, HttpContext context, ServedModels models) =>
        Results.Json(ModelObject.Of(await models.ResolveAsync(model, context.RequestAborted)), ApiJson.Options);
}

internal sealed record ModelList(string Object, IReadOnlyList<ModelObject> Data);

/// <summary>A model. From <paramref name="Hash"/> on the fields are this API's own.</summary>
/// <param name="Id">What requests may call it.</param>
/// <param name="Created">0: weights have no date.</param>
/// <param name="Hash">SHA-256 of the checkpoint.</param>
/// <param name="ImageSize">Side of its pictures in pixels.</param>
/// <param name="CodesPerImage">VQ codes of a picture.</param>
/// <param name="ContextLength">Tokens of the longest conversation.</param>
/// <param name="Numerics">Device kind, dtype and library of the silo that was asked.</param>
/// <param name="Deterministic">The same seed gives the same picture within a numerics class, whatever else runs.</param>
/// <param name="PromptTokenLimit">Tokens of the longest prompt of a picture.</param>
/// <param name="ImageDefaults">How pictures are drawn where a request does not say.</param>
internal sealed record ModelObject(
    string Id, string Object, long Created, string OwnedBy, string Hash, int ImageSize, int CodesPerImage, int ContextLength, long Parameters, string Numerics, bool Deterministic,
    int PromptTokenLimit, ImageSettings? ImageDefaults = null)
{
    public static ModelObject Of(ModelDescription model) => new(
        model.Name, "model", 0, "janus", model.Hash, model.ImageSize, model.CodesPerImage, model.ContextLength, model.Parameters, model.Numerics, model.IsDeterministic,
        model.PromptTokenLimit, model.Settings);

    public ModelDescription ToDescription() => new(
        Id, Hash, Numerics, CodesPerImage, ImageSize, ContextLength, PromptTokenLimit, Parameters, Deterministic, ImageDefaults);
}
