namespace JanusCluster.Model.Engine;

/// <summary>How one row's next id is drawn from its logits.</summary>
/// <param name="Temperature">Divides the logits; 0 takes the most likely id.</param>
/// <param name="TopK">Draw among this many most likely ids; 0 is all.</param>
/// <param name="TopP">Draw among the most likely ids that hold this much probability; 1 is all (Holtzman et al. 2020).</param>
/// <param name="Seed">With the step, the key of the draw.</param>
public readonly record struct SamplingSettings(double Temperature, int TopK, double TopP, long Seed);
