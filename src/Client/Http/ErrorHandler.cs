using JanusCluster.Client.Hosting;
using JanusCluster.Contracts;
using JanusCluster.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JanusCluster.Client.Http;

/// <summary>Turns whatever a request ran into into the API's error. What is our fault is logged, and told without detail.</summary>
internal sealed partial class ErrorHandler(RetryAdvice advice, ILogger<ErrorHandler> logger)
{
    private const int RetrySeconds = 2;

    /// <summary>Around all that answers a request.</summary>
    public async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to hear of it.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            (int status, ErrorBody body) = Describe(e, context.Request.Path);
            if (status == StatusCodes.Status429TooManyRequests)
                context.Response.Headers.RetryAfter = $"{await advice.SecondsAsync(context.RequestAborted)}";
            await WriteAsync(context, status, body);
        }
        catch (Exception e)
        {
            // What was sent is not whole, and must not look as if it were.
            LogFailed(e, context.Request.Path);
            context.Abort();
        }
    }

    /// <summary>Writes an error; those that time may mend say when to ask again, unless that is said already.</summary>
    public static Task WriteAsync(HttpContext context, int status, ErrorBody body)
    {
        context.Response.StatusCode = status;
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.TryAdd("Retry-After", $"{RetrySeconds}");
        return context.Response.WriteAsJsonAsync(body, ApiJson.Options, context.RequestAborted);
    }

    /// <summary>For what happens after an answer has begun too.</summary>
    public (int Status, ErrorBody Body) Describe(Exception exception, string path)
    {
        switch (exception)
        {
            case JanusException { Code: not (ErrorCode.Internal or ErrorCode.ModelFailure) } e:
                return (ErrorBody.StatusOf(e.Code), ErrorBody.Of(e));
            case ApiException e:
                return (e.Status, ErrorBody.Of(e.Status, e.Message, code: e.Code));
            case BadHttpRequestException e:
                return (e.StatusCode, ErrorBody.Of(e.StatusCode, e.Message));
            case BlobStoreException:
                LogAway(exception, path);
                return (StatusCodes.Status503ServiceUnavailable, ErrorBody.Of(StatusCodes.Status503ServiceUnavailable, "The blob store is away; ask again in a moment."));
        }

        if (ClusterCall.HeardNothing(exception))
        {
            LogAway(exception, path);
            return (StatusCodes.Status503ServiceUnavailable, ErrorBody.Of(StatusCodes.Status503ServiceUnavailable, "The cluster did not answer; ask again in a moment."));
        }

        LogFailed(exception, path);
        return exception is JanusException { Code: ErrorCode.ModelFailure } failure
            ? (ErrorBody.StatusOf(failure.Code), ErrorBody.Of(failure))
            : (StatusCodes.Status500InternalServerError, ErrorBody.Of(StatusCodes.Status500InternalServerError, "Something went wrong inside; the log has it under this request's id."));
    }

    [LoggerMessage(LogLevel.Warning, "A request for {Path} met something that is away")]
    private partial void LogAway(Exception exception, string path);

    [LoggerMessage(LogLevel.Error, "A request for {Path} failed")]
    private partial void LogFailed(Exception exception, string path);
}
