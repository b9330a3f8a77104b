using System.Text.Json.Nodes;

namespace JanusCluster.Training.Progress;

/// <summary>Ends the stages when they no longer help on scenes that they do not see.</summary>
/// <remarks>
/// The image tokenizer is never ended so: its error on held-out scenes rises by itself when the codebook comes in.
/// </remarks>
internal static class EarlyStop
{
    /// <summary>Steps without a lower held-out loss after which to stop.</summary>
    public const int Patience = 2000;

    /// <param name="log">Lines of a run so far, in order.</param>
    public static bool IsDue(IEnumerable<JsonObject> log)
    {
        (int last, int best, double lowest) = (0, 0, double.PositiveInfinity);
        foreach (JsonObject line in log)
        {
            if (line["heldout_text"] is not { } text)
                continue;
            last = line["step"]!.GetValue<int>();
            double loss = text.GetValue<double>() + (line["heldout_codes"]?.GetValue<double>() ?? 0);
            if (loss < lowest)
                (best, lowest) = (last, loss);
        }

        return last - best >= Patience;
    }
}
