using System.Security.Cryptography;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Silo.Jobs;

/// <summary>From requests to single images: checks the requests, draws missing seeds, cuts into shards.</summary>
internal static class JobItems
{
    /// <exception cref="JanusException">Names the first field that is wrong.</exception>
    public static void Validate(JobSpecification job)
    {
        Check(job.Requests.Count is > 0 and <= JobLimits.MaxRequests, "requests",
            $"A job holds 1 to {JobLimits.MaxRequests} requests; this one has {job.Requests.Count}.");
        Check(job.CodesPerImage > 0, "codes_per_image", "codes_per_image must be positive.");
        long images = 0;
        for (int i = 0; i < job.Requests.Count; i++)
        {
            Validate(job.Requests[i], $"requests[{i}]");
            images += job.Requests[i].Count;
        }

        Check(images <= JobLimits.MaxImages, "requests",
            $"A job holds at most {JobLimits.MaxImages} images; this one has {images}.");
    }

    /// <summary>The job's images in order. Requests without a seed get a random one.</summary>
    public static List<ImageItem> Expand(JobSpecification job)
    {
        var items = new List<ImageItem>();
        for (int i = 0; i < job.Requests.Count; i++)
        {
            ImageRequest request = job.Requests[i];
            long seed = request.Seed ?? DrawSeed();
            for (int image = 0; image < request.Count; image++)
            {
                items.Add(new ImageItem(
                    request.CustomId, i, image, request.Prompt, ImageSeed.Derive(seed, image), request.Settings));
            }
        }

        return items;
    }

    private static void Validate(ImageRequest request, string place)
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
