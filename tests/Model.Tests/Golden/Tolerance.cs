namespace JanusCluster.Model.Tests.Golden;

/// <summary>How far an actual value may lie from an expected one: <c>Absolute + Relative · |expected|</c>.</summary>
internal readonly record struct Tolerance(double Absolute, double Relative = 0);
