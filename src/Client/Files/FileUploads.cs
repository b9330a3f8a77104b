using JanusCluster.Client.Http;
using JanusCluster.Client.Input;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JanusCluster.Client.Files;

/// <summary><c>POST /v1/files</c>: to the disk first, then checked for its purpose, then stored.</summary>
internal sealed class FileUploads(FileStore files, ImageInput images, TimeProvider time) : IDisposable
{
    private const string Purpose = "purpose", Anchor = "expires_after[anchor]", Seconds = "expires_after[seconds]", CreatedAt = "created_at";
    private const int MaxAtATime = 16;
    private static readonly string[] Known = [Purpose, Anchor, Seconds];

    /// <summary>Each may take half a gigabyte of the disk.</summary>
    private readonly SemaphoreSlim _uploading = new(MaxAtATime);

    public void Dispose() => _uploading.Dispose();

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        IncomingBody.RequirePlain(context.Request);
        long most = UploadForm.MaxFileBytes + UploadForm.MaxOtherBytes;
        if (context.Request.ContentLength > most)
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, $"The file is longer than {UploadForm.MaxFileBytes} bytes.");
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = most;
        await _uploading.WaitAsync(context.RequestAborted);
        try
        {
            UploadForm form = await UploadForm.ReadAsync(context.Request, context.RequestAborted);
            await using FileStream content = form.Content;
            FileUpload upload = Describe(form);
            upload = upload with { ContentType = await CheckAsync(upload, content, context.RequestAborted) };
            FileRules.Validate(upload);
            var key = FileKey.Draw(context.Tenant(), time.GetUtcNow());
            return Results.Json(FileObject.Of(await files.StoreAsync(key, upload, content, context.RequestAborted)), ApiJson.Options);
        }
        finally
        {
            _uploading.Release();
        }
    }

    private static FileUpload Describe(UploadForm form)
    {
        if (form.Fields.Keys.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw JanusException.Invalid(ApiText.Quote(unknown).Trim('\''), $"There is no field {ApiText.Quote(unknown)} here; the fields are file, {string.Join(", ", Known)}.");
        return new FileUpload(
            form.FileName, FilePurposes.ParseUpload(form.Fields.GetValueOrDefault(Purpose)), "application/octet-stream", form.Content.Length, LifetimeOf(form.Fields));
    }

    private static TimeSpan? LifetimeOf(IReadOnlyDictionary<string, string> fields)
    {
        if (fields.GetValueOrDefault(Anchor) is { } anchor && anchor != CreatedAt)
            throw JanusException.Invalid("expires_after.anchor", $"expires_after.anchor must be {CreatedAt}; it is {ApiText.Quote(anchor)}.");
        if (!fields.TryGetValue(Seconds, out string? text))
            return null;
        return int.TryParse(text, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw JanusException.Invalid("expires_after.seconds", $"expires_after.seconds must be a whole number; it is {ApiText.Quote(text)}.");
    }

    /// <returns>The content's type, which is what the purpose says it is and never what the uploader says.</returns>
    private async Task<string> CheckAsync(FileUpload upload, FileStream content, CancellationToken cancellationToken)
    {
        if (upload.Bytes > FilePurposes.Limit(upload.Purpose))
            throw new ApiException(StatusCodes.Status413PayloadTooLarge, $"A file for this purpose has at most {FilePurposes.Limit(upload.Purpose)} bytes; this one has {upload.Bytes}.");
        switch (upload.Purpose)
        {
            case FilePurpose.Batch:
                return "application/jsonl";
            case FilePurpose.Vision:
                byte[] image = new byte[upload.Bytes];
                content.Position = 0;
                await content.ReadExactlyAsync(image, cancellationToken);
                return await images.CheckAsync(image, UploadForm.File, cancellationToken);
            default:
                return "application/octet-stream";
        }
    }
}
