using System.Text;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;
using JanusCluster.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace JanusCluster.Client.Files;

/// <summary>A multipart form with one file: the file goes to the disk as it comes, fields and their number are bounded.</summary>
/// <param name="Content">The file's bytes, which whoever has the form disposes.</param>
internal sealed record UploadForm(string FileName, FileStream Content, IReadOnlyDictionary<string, string> Fields)
{
    public const long MaxFileBytes = 512L << 20;
    public const string File = "file";
    /// <summary>What a body may have beside the file.</summary>
    public const int MaxOtherBytes = 64 << 10;
    private const int MaxSections = 16, MaxFieldBytes = 1_024, MaxBoundary = 128, BufferBytes = 64 << 10;

    /// <exception cref="JanusException">It is no such form.</exception>
    /// <exception cref="ApiException">It is too long.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(BoundaryOf(request), request.Body) { HeadersLengthLimit = MaxOtherBytes };
        var fields = new Dictionary<string, string>();
        (string Name, FileStream Content)? file = null;
        try
        {
            for (int sections = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; sections++)
            {
                if (sections == MaxSections)
                    throw JanusException.Invalid("body", $"The form has more than {MaxSections} fields.");
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out ContentDispositionHeaderValue? disposition)
                    || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
                {
                    throw JanusException.Invalid("body", "A part of the form has no name.");
                }

                if (name != File)
                {
                    if (!fields.TryAdd(name, await ReadFieldAsync(name, section.Body, cancellationToken)))
                        throw JanusException.Invalid(Shorten(name), $"The field {ApiText.Quote(name)} is given twice.");
                    continue;
                }

                if (file is not null)
                    throw JanusException.Invalid(File, "The form has more than one file.");
                file = (NameOf(disposition), TemporaryStream.Create());
                await CopyAsync(section.Body, file.Value.Content, cancellationToken);
            }

            return file is { } found
                ? new UploadForm(found.Name, found.Content, fields)
                : throw JanusException.Invalid(File, "The form has no field 'file'.");
        }
        catch (Exception e)
        {
            if (file is { } begun)
                await begun.Content.DisposeAsync();
            // The form's reader knows no better type for a body that ends early, or has headers beyond its limits.
            if (e is IOException and not BadHttpRequestException || e is InvalidDataException)
                throw JanusException.Invalid("body", "The multipart body is damaged or cut short.");
            throw;
        }
    }

    private static string BoundaryOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "The body must be multipart/form-data.");
        }

        return HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= MaxBoundary } boundary
            ? boundary
            : throw JanusException.Invalid("body", "The body's boundary is missing or too long.");
    }

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        string? name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
        // Only the last part of what some clients send as a path. It names nothing on this side.
        return name?.Split('/', '\\')[^1] is { Length: > 0 } last ? last : "upload";
    }

    private static async Task<string> ReadFieldAsync(string name, Stream body, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[MaxFieldBytes + 1];
        int length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MaxFieldBytes
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw JanusException.Invalid(Shorten(name), $"The field {ApiText.Quote(name)} is longer than {MaxFieldBytes} bytes.");
    }

    private static async Task CopyAsync(Stream from, FileStream to, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            if (to.Position + length > MaxFileBytes)
                throw new ApiException(StatusCodes.Status413PayloadTooLarge, $"The file is longer than {MaxFileBytes} bytes.");
            await WriteAsync(to, buffer.AsMemory(0, length), cancellationToken);
        }

        await WriteAsync(to, null, cancellationToken);
    }

    /// <param name="bytes">Null to flush.</param>
    private static async Task WriteAsync(FileStream to, ReadOnlyMemory<byte>? bytes, CancellationToken cancellationToken)
    {
        try
        {
            await (bytes is { } some ? to.WriteAsync(some, cancellationToken).AsTask() : to.FlushAsync(cancellationToken));
        }
        catch (IOException e)
        {
            // A full disk of this front is not the body's fault.
            throw new BlobStoreException("The front cannot keep an upload on its disk.", e);
        }
    }

    private static string Shorten(string name) => ApiText.Cut(name, 64);
}
