namespace JanusCluster.Contracts.Jobs;

/// <summary>Bounds on what one job may hold, so that no message, grain state or page outgrows its place.</summary>
public static class JobLimits
{
    public const int MaxRequests = 50_000;
    public const int MaxItems = 50_000;
    public const int MaxImagesPerRequest = 64;
    public const int ItemsPerShard = 256;
    public const int MaxPromptLength = 16_384;
    public const int MaxMessages = 1_000;
    public const int MaxAnswerTokens = 65_536;
    public const int MaxCustomIdLength = 256;
    public const int MaxItemsPerPage = 1_000;

    /// <summary>Largest seed, 2^53 - 1: every JSON reader keeps it exactly.</summary>
    public const long MaxSeed = (1L << 53) - 1;
}
