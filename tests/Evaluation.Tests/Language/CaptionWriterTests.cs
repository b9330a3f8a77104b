using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Tests.Language;

public class CaptionWriterTests
{
    private static readonly SceneObject Star = new(Shape.Star, ObjectColor.Red, ObjectSize.Large, 16, 32);
    private static readonly SceneObject Ring = new(Shape.Ring, ObjectColor.Orange, ObjectSize.Small, 48, 32);

    [Fact]
    public void Short_Single_NamesWhatTheDetailAsksFor()
    {
        var scene = new Scene(SceneLayout.Single, Background.Gray, [Star]);
        foreach (string text in Texts(scene, CaptionDetail.Color))
        {
            Assert.Contains("red star", text, StringComparison.Ordinal);
            Assert.DoesNotContain("large", text, StringComparison.Ordinal);
            Assert.DoesNotContain("gray", text, StringComparison.Ordinal);
        }

        Assert.All(Texts(scene, CaptionDetail.Size | CaptionDetail.Background), text =>
        {
            Assert.Contains("large star", text, StringComparison.Ordinal);
            Assert.Contains("gray", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Short_Pair_SaysWhoIsWhereFromEitherSide()
    {
        var scene = new Scene(SceneLayout.Row, Background.White, [Star, Ring]);
        string[] texts = [.. Texts(scene, CaptionDetail.Color | CaptionDetail.Relation)];
        Assert.Contains(texts, text => text.Contains("a red star left of an orange ring", StringComparison.Ordinal));
        Assert.Contains(texts, text => text.Contains("an orange ring to the right of a red star", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => text.Contains("a red star right of", StringComparison.Ordinal) || text.Contains("above", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(2, "two red crosses")]
    [InlineData(4, "four red crosses")]
    public void Short_Group_SaysHowMany(int count, string expected)
    {
        SceneObject cross = new(Shape.Cross, ObjectColor.Red, ObjectSize.Small, 16, 16);
        (int X, int Y)[] corners = [(16, 16), (48, 16), (16, 48), (48, 48)];
        var scene = new Scene(SceneLayout.Group, Background.White, [.. corners.Take(count).Select(corner => cross with { X = corner.X, Y = corner.Y })]);
        Assert.All(Texts(scene, CaptionDetail.Color), text => Assert.Contains(expected, text, StringComparison.Ordinal));
    }

    [Fact]
    public void Dense_Corners_IsSeveralSentencesThatNameEveryObject()
    {
        var random = new Random(3);
        var generator = new SceneGenerator(random, Split.Training);
        var writer = new CaptionWriter(random, Split.Training);
        for (int i = 0; i < 300; i++)
        {
            Scene scene = generator.Next(SceneLayout.Corners);
            string text = writer.Dense(scene)!.Text;
            Assert.Equal(scene.Objects.Count + 1, text.Count(c => c == '.'));
            Assert.Contains(scene.Background.ToString(), text, StringComparison.OrdinalIgnoreCase);
            Assert.All(scene.Objects, one => Assert.Contains($"{one.Color} {one.Shape}", text, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static IEnumerable<string> Texts(Scene scene, CaptionDetail detail)
    {
        var writer = new CaptionWriter(new Random(1), Split.Training);
        return Enumerable.Range(0, 200).Select(_ => writer.Short(scene, detail)!.Text).Distinct();
    }
}
