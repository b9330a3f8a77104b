namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>How a panel keeps the 32 numbers of a group.</summary>
internal enum PanelLayout
{
    /// <summary>float32, in order: for float32 weights.</summary>
    Plain,

    /// <summary>float32, first the even ones, then the odd ones: for bfloat16 weights, which come apart that way.</summary>
    Halves,

    /// <summary>bfloat16, in order, for bfloat16 weights where the processor multiplies pairs of them.</summary>
    Pairs,
}
