using JanusCluster.Contracts;

namespace JanusCluster.Standalone.Models;

/// <summary>The model that is used when none is given: Janus-Nano, which lies beside the program.</summary>
internal static class ShippedModel
{
    public const string Notice = "Janus-Nano is used, which draws and knows colored shapes only; --model DIR takes a Janus-Pro checkpoint.";

    /// <summary>Its folder.</summary>
    /// <exception cref="JanusException">The program was copied without it.</exception>
    public static string Find()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "models", "janus-nano");
        return Directory.Exists(path)
            ? path
            : throw JanusException.Invalid("model", $"The small model that belongs to the program is missing: {path}. Give another with --model DIR.");
    }
}
