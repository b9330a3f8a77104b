namespace JanusCluster.Contracts.Jobs;

/// <summary>Seeds of the images of one request.</summary>
public static class ImageSeed
{
    /// <summary>
    /// Seed of image <paramref name="image"/> of a request with seed <paramref name="requestSeed"/>. Image 0 has the
    /// request's own seed, so a recorded image seed with a count of 1 makes that image again.
    /// </summary>
    /// <remarks>The mixing function is SplitMix64's (Steele, Lea and Flood 2014), cut to 53 bits.</remarks>
    public static long Derive(long requestSeed, int image)
    {
        if (image == 0)
            return requestSeed;
        ulong z = (ulong)requestSeed + ((ulong)image * 0x9E3779B97F4A7C15UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return (long)((z ^ (z >> 31)) & (ulong)JobLimits.MaxSeed);
    }
}
