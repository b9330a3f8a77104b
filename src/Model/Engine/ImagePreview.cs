using JanusCluster.Imaging;

namespace JanusCluster.Model.Engine;

/// <summary>An image while it is drawn.</summary>
/// <param name="Codes">Codes drawn when it was taken.</param>
/// <param name="Image">Mid-grey where nothing is drawn yet.</param>
public sealed record ImagePreview(int Codes, RgbImage Image);

/// <summary>Which previews of an image its caller wants.</summary>
/// <param name="Interval">Codes from one preview to the next; 0 means none.</param>
/// <param name="Show">Called off the engine's thread, one call at a time. If it throws, no further preview comes.</param>
public sealed record PreviewSettings(int Interval, Action<ImagePreview> Show);
