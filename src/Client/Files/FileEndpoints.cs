using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JanusCluster.Client.Files;

/// <summary><c>/v1/files</c>.</summary>
internal sealed class FileEndpoints(FileStore files)
{
    private const int MaxPage = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/files").WithTags("Files");
        group.MapPost("", (HttpContext context, FileUploads uploads) => uploads.TakeAsync(context))
            .Accepts<IFormFile>("multipart/form-data").Produces<FileObject>()
            .WithSummary("Upload a file. Form fields: file, purpose (batch, vision, user_data), expires_after[anchor] (created_at), expires_after[seconds].");
        group.MapGet("", (HttpContext context, FileEndpoints endpoints) => endpoints.ListAsync(context))
            .Produces<FileList>().WithSummary("The tenant's files. Query: purpose, after, limit, order (asc, desc).");
        group.MapGet("/{id}", (string id, HttpContext context, FileEndpoints endpoints) => endpoints.GetAsync(id, context))
            .Produces<FileObject>().WithSummary("One file.");
        group.MapDelete("/{id}", (string id, HttpContext context, FileEndpoints endpoints) => endpoints.DeleteAsync(id, context))
            .Produces<DeletedFile>().WithSummary("Delete a file with its content.");
        group.MapGet("/{id}/content", (string id, HttpContext context, FileEndpoints endpoints) => endpoints.ReadAsync(id, context))
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").WithSummary("A file's content.");
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        FilePurpose? purpose = query["purpose"].ToString() is { Length: > 0 } text ? FilePurposes.Parse(text) : null;
        string? after = query["after"].ToString() is { Length: > 0 } id ? id : null;
        int limit = QueryNumber.Read(context, "limit", MaxPage, 1, MaxPage);
        bool newestFirst = QueryOrder.IsNewestFirst(context);
        FilePage page = await files.ListAsync(context.Tenant(), purpose, after, limit, newestFirst, context.RequestAborted);
        return Results.Json(FileList.Of(page), ApiJson.Options);
    }

    private async Task<IResult> GetAsync(string id, HttpContext context) =>
        Results.Json(FileObject.Of(await files.GetAsync(context.Tenant(), id, context.RequestAborted)), ApiJson.Options);

    private async Task<IResult> DeleteAsync(string id, HttpContext context)
    {
        await files.DeleteAsync(context.Tenant(), id);
        return Results.Json(new DeletedFile(id, "file", true), ApiJson.Options);
    }

    /// <summary>Always as something to save: what a tenant uploads is never part of a page.</summary>
    private async Task<IResult> ReadAsync(string id, HttpContext context)
    {
        FileDescription file = await files.GetAsync(context.Tenant(), id, context.RequestAborted);
        return Results.Stream(
            await files.OpenAsync(file, context.RequestAborted), file.ContentType, file.Name, file.CreatedAt, enableRangeProcessing: true);
    }
}
