using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Tests.Scenes;

public class HeldOutTests
{
    /// <summary>Every shape, color and role, and every pair of them, is learned: only the triple is new.</summary>
    [Fact]
    public void Contains_EveryShapeInEveryRole_IsHeldOutInOneColor()
    {
        var triples = (from shape in Enum.GetValues<Shape>()
                       from color in Enum.GetValues<ObjectColor>()
                       from role in Enum.GetValues<Role>()
                       where HeldOut.Contains(shape, color, role)
                       select (shape, color, role)).ToArray();
        Assert.All(triples.GroupBy(triple => (triple.shape, triple.role)), group => Assert.Single(group));
        Assert.All(triples.GroupBy(triple => (triple.shape, triple.color)), group => Assert.Single(group));
        Assert.All(triples.GroupBy(triple => (triple.color, triple.role)), group => Assert.Single(group));
        Assert.Equal(48, triples.Length);
    }

    [Fact]
    public void Generator_Training_NeverMakesWhatIsHeldOut()
    {
        var random = new Random(1);
        var generator = new SceneGenerator(random, Split.Training);
        var writer = new CaptionWriter(random, Split.Training);
        for (int i = 0; i < 5000; i++)
        {
            Scene scene = generator.Next((SceneLayout)(i % 5));
            Assert.DoesNotContain(scene.Objects, one => scene.RolesOf(one).Any(role => HeldOut.Contains(one.Shape, one.Color, role)));
            Assert.Equal(Split.Training, HeldOut.Of(writer.Short(scene, (CaptionDetail)random.Next(16))!.Text));
            Assert.Equal(Split.Training, HeldOut.Of(writer.Dense(scene)!.Text));
        }
    }

    [Fact]
    public void Generator_HeldOut_AlwaysMakesSomethingHeldOut()
    {
        var generator = new SceneGenerator(new Random(2), Split.HeldOut);
        for (int i = 0; i < 2000; i++)
        {
            Scene scene = generator.Next((SceneLayout)(i % 5));
            Assert.Contains(scene.Objects, one => scene.RolesOf(one).Any(role => HeldOut.Contains(one.Shape, one.Color, role)));
        }
    }

    /// <summary>The split is a property of the text alone, so it must never change: a shipped model rests on it.</summary>
    [Theory]
    [InlineData("a red star", Split.Training)]
    [InlineData("a photo of a ring", Split.Training)]
    public void Of_Caption_IsFixed(string caption, Split expected) => Assert.Equal(expected, HeldOut.Of(caption));
}
