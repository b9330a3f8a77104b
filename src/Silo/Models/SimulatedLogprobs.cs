using System.Text;
using JanusCluster.Contracts.Chat;

namespace JanusCluster.Silo.Models;

/// <summary>Made-up log probabilities of a simulated answer: its own token is always the likeliest, each next one half as likely.</summary>
internal static class SimulatedLogprobs
{
    /// <param name="index">Of the token within the answer.</param>
    /// <param name="top">Alternatives to tell.</param>
    /// <param name="offset">Where its text begins.</param>
    public static TokenLogprob Of(int id, int index, int top, int offset)
    {
        var all = new TokenAlternative[Math.Max(1, top)];
        for (int rank = 0; rank < all.Length; rank++)
        {
            int other = (id + rank) % SimulatedAnswer.Words;
            all[rank] = new TokenAlternative(other, Encoding.UTF8.GetBytes(SimulatedAnswer.Text(other, index)), Logprob(rank));
        }

        return new TokenLogprob(id, all[0].Bytes, all[0].Logprob, all[..top], offset);
    }

    /// <summary>1/2, 1/4, 1/8 …</summary>
    private static float Logprob(int rank) => -(rank + 1) * MathF.Log(2);
}
