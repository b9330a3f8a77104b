using System.Runtime.Intrinsics;

namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>Functions of single numbers, 16 at a time.</summary>
internal static unsafe class Activations
{
    /// <summary>gates := silu(gates) · ups, count being a multiple of 16.</summary>
    public static void GateBySilu(float* gates, float* ups, int count)
    {
        for (int i = 0; i < count; i += Vector512<float>.Count)
        {
            Vector512<float> gate = Vector512.Load(gates + i);
            Vector512<float> silu = gate / (Vector512<float>.One + Vector512.Exp(-gate));
            (silu * Vector512.Load(ups + i)).Store(gates + i);
        }
    }

    /// <summary>x · Φ(x), Φ by the error function.</summary>
    public static float Gelu(float x) => 0.5f * x * (1 + Erf(x * 0.70710678f));

    /// <summary>Within 2e-7 of the error function, by a Chebyshev fit of its complement (Press et al., Numerical Recipes, erfcc).</summary>
    public static float Erf(float x)
    {
        double z = Math.Abs((double)x);
        double t = 1 / (1 + (0.5 * z));
        double polynomial = -1.26551223 + (t * (1.00002368 + (t * (0.37409196 + (t * (0.09678418 + (t * (-0.18628806
            + (t * (0.27886807 + (t * (-1.13520398 + (t * (1.48851587 + (t * (-0.82215223 + (t * 0.17087277)))))))))))))))));
        double complement = t * Math.Exp((-z * z) + polynomial); // relative error below 1.2e-7
        return (float)(x >= 0 ? 1 - complement : complement - 1);
    }
}
