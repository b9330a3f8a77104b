using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using JanusCluster.Client.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace JanusCluster.Client.Tenancy;

/// <summary>Requests a minute, by tenant. Each front counts for itself.</summary>
internal static class RequestRates
{
    private const int Segments = 6;

    public static void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (string Tenant, int Rate)>(context =>
        {
            string? tenant = context.User.FindFirstValue(Caller.TenantClaim);
            return tenant is not null && int.TryParse(context.User.FindFirstValue(Caller.RateClaim), CultureInfo.InvariantCulture, out int rate)
                ? RateLimitPartition.GetSlidingWindowLimiter((tenant, rate), _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = Math.Max(1, rate),
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = Segments,
                })
                : RateLimitPartition.GetNoLimiter(("", 0));
        });
        options.OnRejected = async (context, _) =>
        {
            double seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait.TotalSeconds : 60.0 / Segments;
            context.HttpContext.Response.Headers.RetryAfter = $"{Math.Ceiling(seconds):F0}";
            await ErrorHandler.WriteAsync(context.HttpContext, StatusCodes.Status429TooManyRequests, ErrorBody.Of(
                StatusCodes.Status429TooManyRequests, "The tenant has sent as many requests as it may in a minute."));
        };
    }
}
