using JanusCluster.Client.Delivery;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Links;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.OpenAi.Images;

/// <summary><c>POST /v1/images/generations</c>.</summary>
internal sealed class ImageEndpoints(
    IGrainFactory grains, ServedModels models, BodyReader bodies, IBlobStore blobs, BlobLinks links, PictureRenderer renderer,
    HttpSettings settings, ErrorHandler errors, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/images/generations", (HttpContext context, ImageEndpoints images) => images.GenerateAsync(context))
            .Accepts<ImageGenerationBody>("application/json").Produces<ImageAnswer>()
            .WithTags("Images").WithSummary("Make pictures from text.");

    private async Task GenerateAsync(HttpContext context)
    {
        ImageGenerationBody body = await bodies.ReadAsync<ImageGenerationBody>(context);
        ModelDescription model = await models.ResolveAsync(body.Model, context.RequestAborted);
        ImageRequest request = body.ToRequest("image", model);
        var key = new JobKey(context.Tenant(), $"img-{Guid.NewGuid():N}");
        var job = new ImageJob(grains, key, request, model, time);
        if (body.Stream == true)
        {
            await StreamAsync(context, job, request, model, body.PartialImages ?? 0);
            return;
        }

        IReadOnlyList<ItemReport> items = await job.RunAsync(settings.ImageTimeout, _ => Task.CompletedTask, context.RequestAborted);
        var data = new List<ImageData>();
        foreach (ItemReport item in items)
        {
            long seed = ((ImageItem)item.Item).Seed;
            data.Add(body.ResponseFormat == ImageGenerationBody.Base64
                ? new ImageData(Convert.ToBase64String(await ReadAsync(item, context.RequestAborted)), null, seed)
                : new ImageData(null, await links.CreateAsync(context, item.Delivery!.BlobName), seed));
        }

        var answer = new ImageAnswer(
            Now(), data, "opaque", "png", SizeOf(model), ImageUsage.OfCodes(request.Count * model.CodesPerImage));
        await context.Response.WriteAsJsonAsync(answer, ApiJson.Options, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, ImageJob job, ImageRequest request, ModelDescription model, int partialImages)
    {
        await using var stream = new EventStream(context, time);
        await stream.BeginAsync();
        try
        {
            var partial = new PartialImages(job, request, model, partialImages, renderer, (image, index, png) => SendAsync(
                stream, ImageEvent.Partial, png, model, image, index, null, null));
            IReadOnlyList<ItemReport> items = await job.RunAsync(
                settings.ImageTimeout, status => partial.LookAsync(status, context.RequestAborted), context.RequestAborted);
            for (int i = 0; i < items.Count; i++)
            {
                byte[] png = await ReadAsync(items[i], context.RequestAborted);
                await SendAsync(stream, ImageEvent.Completed, png, model, i, null, ImageUsage.OfCodes(model.CodesPerImage), ((ImageItem)items[i].Item).Seed);
            }
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            await stream.SendAsync("error", errors.Describe(e, context.Request.Path).Body);
        }
    }

    private Task SendAsync(
        EventStream stream, string type, byte[] png, ModelDescription model, int image, int? partial, ImageUsage? usage, long? seed) =>
        stream.SendAsync(type, new ImageEvent(
            type, Convert.ToBase64String(png), "opaque", Now(), "png", "auto", SizeOf(model), partial, image, usage, seed));

    private async Task<byte[]> ReadAsync(ItemReport item, CancellationToken cancellationToken) =>
        await blobs.ReadAsync(item.Delivery!.BlobName, cancellationToken)
        ?? throw new JanusException(ErrorCode.Unavailable, "The picture was written, and is not in the blob store any more.");

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();

    private static string SizeOf(ModelDescription model) => $"{model.ImageSize}x{model.ImageSize}";
}
