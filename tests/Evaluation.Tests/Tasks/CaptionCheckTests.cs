using JanusCluster.Evaluation.Detection;
using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Evaluation.Tasks;

namespace JanusCluster.Evaluation.Tests.Tasks;

public class CaptionCheckTests
{
    private static readonly SceneObject Star = new(Shape.Star, ObjectColor.Red, ObjectSize.Large, 16, 32);
    private static readonly SceneObject Ring = new(Shape.Ring, ObjectColor.Blue, ObjectSize.Small, 48, 32);
    private static readonly Scene Pair = new(SceneLayout.Row, Background.White, [Star, Ring]);

    [Theory]
    [InlineData(TextToImageCategory.SingleObject)]
    [InlineData(TextToImageCategory.TwoObjects)]
    [InlineData(TextToImageCategory.Counting)]
    [InlineData(TextToImageCategory.Colors)]
    [InlineData(TextToImageCategory.Position)]
    [InlineData(TextToImageCategory.ColorAttribution)]
    [InlineData(TextToImageCategory.Dense)]
    public void Fault_TheSceneItself_HasNone(TextToImageCategory category)
    {
        foreach (Caption caption in PromptSet.Create(category, 100))
            Assert.Null(CaptionCheck.Fault(caption, SceneDetector.Detect(SceneRenderer.Draw(caption.Expected))));
    }

    /// <summary>A check that anything passes would be none.</summary>
    [Theory]
    [InlineData(TextToImageCategory.SingleObject, 0.25)]
    [InlineData(TextToImageCategory.TwoObjects, 0.15)]
    [InlineData(TextToImageCategory.Counting, 0.15)]
    [InlineData(TextToImageCategory.Colors, 0.1)]
    [InlineData(TextToImageCategory.Position, 0.1)]
    [InlineData(TextToImageCategory.ColorAttribution, 0.05)]
    [InlineData(TextToImageCategory.Dense, 0.02)]
    public void Fault_AnotherSceneOfTheCategory_MostlyHasOne(TextToImageCategory category, double most)
    {
        IReadOnlyList<Caption> captions = PromptSet.Create(category, 101);
        int passed = captions.Zip(captions.Skip(1)).Count(pair =>
            CaptionCheck.Fault(pair.First, SceneDetector.Detect(SceneRenderer.Draw(pair.Second.Expected))) is null);
        Assert.InRange(passed / 100.0, 0, most);
    }

    [Fact]
    public void Fault_MoreObjectsThanNamed_IsNone() =>
        Assert.Null(CaptionCheck.Fault(new Caption("a red star", new Scene(SceneLayout.Single, Background.White, [Star]), CaptionDetail.Color), Found(Star, Ring)));

    [Fact]
    public void Fault_ColorsSwapped_IsOneOnlyWhereColorsWereNamed()
    {
        SceneDetection swapped = Found(Star with { Color = Ring.Color }, Ring with { Color = Star.Color });
        Assert.NotNull(CaptionCheck.Fault(new Caption("", Pair, CaptionDetail.Color), swapped));
        Assert.Null(CaptionCheck.Fault(new Caption("", Pair, CaptionDetail.Relation), swapped));
    }

    [Fact]
    public void Fault_PlacesSwapped_IsOneOnlyWhereTheRelationWasNamed()
    {
        SceneDetection swapped = Found(Star with { X = Ring.X }, Ring with { X = Star.X });
        Assert.NotNull(CaptionCheck.Fault(new Caption("", Pair, CaptionDetail.Relation), swapped));
        Assert.Null(CaptionCheck.Fault(new Caption("", Pair, CaptionDetail.Color), swapped));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(1, false)]
    public void Fault_Count_IsExact(int found, bool isRight)
    {
        var two = new Scene(SceneLayout.Group, Background.White, [Star, Star with { X = 48 }]);
        SceneObject[] all = [Star, Star with { X = 48 }, Star with { Y = 60 }];
        Assert.Equal(isRight, CaptionCheck.Fault(new Caption("", two, CaptionDetail.Color), Found(all[..found])) is null);
    }

    /// <summary>One object does not stand for two.</summary>
    [Fact]
    public void Fault_TwoAlike_NeedTwo()
    {
        var twins = new Scene(SceneLayout.Row, Background.White, [Star, Star with { X = 48 }]);
        Assert.NotNull(CaptionCheck.Fault(new Caption("", twins, CaptionDetail.Color), Found(Star)));
    }

    private static SceneDetection Found(params SceneObject[] objects) =>
        new(Background.White, [.. objects.Select(one => new DetectedObject(one.Shape, one.Color, one.Size, one.X, one.Y, 1))]);
}
