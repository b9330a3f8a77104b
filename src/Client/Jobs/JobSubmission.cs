using System.Security.Cryptography;
using System.Text;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Http;
using JanusCluster.Client.Tenancy;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Contracts.Scheduling;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JanusCluster.Client.Jobs;

/// <summary>
/// <c>POST /v1/jobs</c>: requests as lines of the body, as <c>janus bulk</c> reads them. A bad line is told and the others
/// run. The same id, or the same Idempotency-Key, with the same body is the same job.
/// </summary>
internal sealed class JobSubmission(IGrainFactory grains, ServedModels models, TimeProvider time)
{
    public const int MaxNameLength = 200;
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    public async Task<IResult> SubmitAsync(HttpContext context)
    {
        bool json = (context.Request.ContentType?.Split(';')[0].Trim()) switch
        {
            "application/x-ndjson" or "application/jsonl" or "application/json" => true,
            "text/plain" => false,
            _ => throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "The body must be lines of JSON (application/x-ndjson) or of prompts (text/plain)."),
        };
        IncomingBody.RequirePlain(context.Request);
        IQueryCollection query = context.Request.Query;
        string name = query["name"].ToString() is { Length: > 0 } given ? given : "job";
        if (name.Length > MaxNameLength || name.Any(char.IsControl))
            throw JanusException.Invalid("name", $"name must have at most {MaxNameLength} characters, none of them a control character.");
        ModelDescription model = await models.ResolveAsync(query["model"].ToString() is { Length: > 0 } wanted ? wanted : null, context.RequestAborted);
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = RequestFileReader.MaxFileBytes;
        RequestFile file = await ReadAsync(context.Request.Body, json, model.Settings, context.RequestAborted);
        if (file.Requests.Count == 0)
            throw Nothing(file);

        var key = new JobKey(context.Tenant(), IdOf(context));
        var specification = new JobSpecification(
            model.Id, name, JobFingerprint.Compute(model.Id, file.Requests), model.CodesPerImage, file.Requests, ReadClass(query["class"]), ReadEnd(query["expires_in"]));
        IJobGrain job = grains.GetGrain<IJobGrain>(key.ToString());
        JobStatus status = await ClusterCall.RepeatAsync(() => job.SubmitAsync(specification), time, context.RequestAborted);
        return Results.Json(new SubmittedJob(JobObject.Of(status), file.Errors), ApiJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<RequestFile> ReadAsync(Stream body, bool json, ImageSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await RequestFileReader.ReadAsync(body, json, settings, cancellationToken);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw IncomingBody.Damaged();
        }
    }

    private static JanusException Nothing(RequestFile file) => file.Errors.Count == 0
        ? JanusException.Invalid("body", "The body has no requests.")
        : JanusException.Invalid(file.Errors[0].Field ?? "body", $"None of the {file.Errors.Count} lines can run. Line {file.Errors[0].Line}: {file.Errors[0].Message}");

    private static string IdOf(HttpContext context)
    {
        if (context.Request.Query["id"].ToString() is { Length: > 0 } own)
            return Identifier.Validate("id", own);
        return IdempotencyKey.Read(context) is { } key
            ? $"job-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}"
            : $"job-{Guid.NewGuid():N}";
    }

    private static WorkClass ReadClass(string? text) => text switch
    {
        null or "" or "bulk" => WorkClass.Bulk,
        "interactive" => WorkClass.Interactive,
        _ => throw JanusException.Invalid("class", $"class must be bulk or interactive; it is {ApiText.Quote(text)}."),
    };

    private DateTimeOffset? ReadEnd(string? seconds)
    {
        if (string.IsNullOrEmpty(seconds))
            return null;
        return int.TryParse(seconds, out int number) && number > 0 && number <= LongestLife.TotalSeconds
            ? time.GetUtcNow() + TimeSpan.FromSeconds(number)
            : throw JanusException.Invalid("expires_in", $"expires_in must be 1 to {LongestLife.TotalSeconds:F0} seconds; it is {ApiText.Quote(seconds)}.");
    }
}
