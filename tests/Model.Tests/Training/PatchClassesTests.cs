using JanusCluster.Evaluation.Scenes;
using JanusCluster.Training.Data;

namespace JanusCluster.Model.Tests.Training;

public sealed class PatchClassesTests
{
    [Theory]
    [InlineData(ObjectSize.Small, 4)]
    [InlineData(ObjectSize.Large, 16)]
    public void Of_OneObject_IsWhereItStandsAndBackgroundElsewhere(ObjectSize size, int patches)
    {
        var one = new SceneObject(Shape.Star, ObjectColor.Blue, size, X: 40, Y: 24);
        long[] classes = PatchClasses.Of(new Scene(SceneLayout.Single, default, [one]), side: 8);
        long star = classes[2 * 8 + 4]; // the patch whose corner the centre is
        Assert.InRange(star, 1, PatchClasses.Count - 1);
        Assert.Equal(patches, classes.Count(at => at == star));
        Assert.Equal(64 - patches, classes.Count(at => at == 0));
    }

    [Fact]
    public void Of_EveryShapeInEveryColor_IsAClassOfItsOwn()
    {
        HashSet<long> classes = [.. from shape in Enum.GetValues<Shape>()
                                    from color in Enum.GetValues<ObjectColor>()
                                    select PatchClasses.Of(new Scene(SceneLayout.Single, default, [new SceneObject(shape, color, ObjectSize.Small, 32, 32)]), 8).Max()];
        Assert.Equal(Enumerable.Range(1, PatchClasses.Count - 1).Select(one => (long)one), classes.Order());
    }
}
