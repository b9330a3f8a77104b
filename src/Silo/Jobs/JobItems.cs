using System.Security.Cryptography;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Silo.Jobs;

/// <summary>From requests to single items: checks the requests, draws missing seeds, cuts into shards.</summary>
internal static class JobItems
{
    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public static void Validate(JobSpecification job)
    {
        Check(job.Requests.Count is > 0 and <= JobLimits.MaxRequests, "requests",
            $"A job holds 1 to {JobLimits.MaxRequests} requests; this one has {job.Requests.Count}.");
        Check(job.CodesPerImage > 0, "codes_per_image", "codes_per_image must be positive.");
        Check(job.Class is WorkClass.Bulk or WorkClass.Interactive, "class", "A job is bulk or interactive.");
        long items = 0;
        for (int i = 0; i < job.Requests.Count; i++)
        {
            Validate(job.Requests[i], $"requests[{i}]");
            items += job.Requests[i] is ImageRequest images ? images.Count : 1;
        }

        Check(items <= JobLimits.MaxItems, "requests",
            $"A job holds at most {JobLimits.MaxItems} items; this one has {items}.");
    }

    /// <summary>The job's items in order. Requests for images without a seed get a random one.</summary>
    public static List<JobItem> Expand(JobSpecification job)
    {
        var items = new List<JobItem>();
        for (int i = 0; i < job.Requests.Count; i++)
        {
            if (job.Requests[i] is ChatRequest chat)
            {
                items.Add(new ChatItem(chat.CustomId, i, chat.Messages, chat.Settings));
                continue;
            }

            var request = (ImageRequest)job.Requests[i];
            long seed = request.Seed ?? DrawSeed();
            for (int image = 0; image < request.Count; image++)
            {
                items.Add(new ImageItem(
                    request.CustomId, i, image, request.Prompt, ImageSeed.Derive(seed, image), request.Settings));
            }
        }

        return items;
    }

    /// <summary>Codes, or tokens at most, of an item that is not begun.</summary>
    public static int CostOf(JobItem item, int codesPerImage) =>
        item is ChatItem chat ? chat.Settings.MaxTokens : codesPerImage;

    private static void Validate(JobRequest request, string place)
    {
        try
        {
            RequestRules.Validate(request);
        }
        catch (JanusException e)
        {
            throw JanusException.Invalid($"{place}.{e.Field}", e.Message);
        }
    }

    private static void Check(bool condition, string field, string message)
    {
        if (!condition)
            throw JanusException.Invalid(field, message);
    }

    private static long DrawSeed() =>
        BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & JobLimits.MaxSeed;
}
