using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Tests.Scenes;

public class SceneGeneratorTests
{
    [Fact]
    public void Next_SameSeed_SameScenes()
    {
        static string[] Scenes() => [.. Enumerable.Range(0, 50).Select(i => string.Join(';', new SceneGenerator(new Random(i), Split.Training).Next((SceneLayout)(i % 5)).Objects))];
        Assert.Equal(Scenes(), Scenes());
    }

    [Fact]
    public void Next_Objects_AreApartAndWithinThePicture()
    {
        var generator = new SceneGenerator(new Random(1), Split.Training);
        for (int i = 0; i < 2000; i++)
        {
            Scene scene = generator.Next((SceneLayout)(i % 5));
            Assert.All(scene.Objects, one =>
            {
                int radius = SceneGeometry.Radius(one.Size);
                Assert.InRange(one.X, radius, SceneGeometry.Side - radius);
                Assert.InRange(one.Y, radius, SceneGeometry.Side - radius);
                Assert.All(scene.Objects.Where(other => other != one), other =>
                    Assert.True(Math.Max(Math.Abs(one.X - other.X), Math.Abs(one.Y - other.Y)) >= radius + SceneGeometry.Radius(other.Size) + 4));
            });
        }
    }

    [Theory]
    [InlineData(SceneLayout.Row, Role.Left, Role.Right)]
    [InlineData(SceneLayout.Column, Role.Above, Role.Below)]
    public void RolesOf_Pair_FollowTheLayout(SceneLayout layout, Role first, Role second)
    {
        var generator = new SceneGenerator(new Random(1), Split.Training);
        for (int i = 0; i < 200; i++)
        {
            Scene scene = generator.Next(layout);
            Assert.Equal([first], scene.RolesOf(scene.Objects[0]));
            Assert.Equal([second], scene.RolesOf(scene.Objects[1]));
        }
    }
}
