using JanusCluster.Contracts.Scheduling;
using JanusCluster.Hosting.Telemetry;

namespace JanusCluster.Silo.Telemetry;

/// <summary>The values that labels of a silo's metrics have.</summary>
internal static class Labels
{
    /// <summary>By the number of the class.</summary>
    public static IReadOnlyList<string> Classes { get; } = MetricLabels.ValuesOf<WorkClass>();

    /// <summary>Those that images have, by their numbers.</summary>
    public static IReadOnlyList<string> ImageClasses { get; } = [Of(WorkClass.Bulk), Of(WorkClass.Interactive)];

    /// <summary>By the number of the code.</summary>
    public static IReadOnlyList<string> Codes { get; } = MetricLabels.ValuesOf<ErrorCode>();

    public static string Of(WorkClass workClass) => Classes[(int)workClass];

    public static string Of(ErrorCode code) => Codes[(int)code];
}
