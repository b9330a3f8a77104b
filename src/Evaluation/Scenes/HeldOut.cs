using System.IO.Hashing;
using System.Text;

namespace JanusCluster.Evaluation.Scenes;

/// <summary>What no model sees in training: combinations of shape, color and role, and one caption in eight whatever it describes.</summary>
/// <remarks>
/// Every shape in every role is held out in one color: a Latin square, so that each shape, color and role is learned, each
/// pair of them, too, and only the triple is new. A scene belongs to training when none of its objects is held out.
/// </remarks>
public static class HeldOut
{
    private const int CaptionShare = 8;

    public static bool Contains(Shape shape, ObjectColor color, Role role) =>
        (int)color == (3 * (int)shape + 5 * (int)role) % Enum.GetValues<ObjectColor>().Length;

    /// <summary>Whether a combination that is held out is in the scene.</summary>
    public static Split Of(Scene scene) =>
        scene.Objects.Any(one => scene.RolesOf(one).Any(role => Contains(one.Shape, one.Color, role))) ? Split.HeldOut : Split.Training;

    public static Split Of(string caption) =>
        XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(caption)) % CaptionShare == 0 ? Split.HeldOut : Split.Training;
}
