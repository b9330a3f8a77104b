using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Evaluation.Tasks;

namespace JanusCluster.Evaluation.Tests.Tasks;

public class PromptSetTests
{
    public static TheoryData<TextToImageCategory> Categories => [.. Enum.GetValues<TextToImageCategory>()];

    [Theory]
    [MemberData(nameof(Categories))]
    public void Create_Prompts_AreDifferentAndHeldOutInSceneAndWords(TextToImageCategory category)
    {
        IReadOnlyList<Caption> captions = PromptSet.Create(category, 150);
        Assert.Equal(150, captions.Select(caption => caption.Text).Distinct().Count());
        Assert.All(captions, caption =>
        {
            Assert.Equal(Split.HeldOut, HeldOut.Of(caption.Text));
            Assert.Equal(Split.HeldOut, HeldOut.Of(caption.Expected));
        });
        Assert.Equal(captions.Take(20).Select(caption => caption.Text), PromptSet.Create(category, 20).Select(caption => caption.Text));
    }

    [Fact]
    public void Create_MoreThanThereAre_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PromptSet.Create(TextToImageCategory.SingleObject, 100_000));

    [Theory]
    [InlineData(QuestionKind.Existence)]
    [InlineData(QuestionKind.Color)]
    [InlineData(QuestionKind.Relation)]
    [InlineData(QuestionKind.Counting)]
    [InlineData(QuestionKind.Description)]
    public void Questions_AreHeldOut_AndTheirOwnAnswersRight(QuestionKind kind)
    {
        IReadOnlyList<Question> questions = QuestionSet.Create(kind, 300);
        Assert.All(questions, question =>
        {
            Assert.Equal(Split.HeldOut, HeldOut.Of(question.Scene));
            Assert.True(AnswerCheck.IsRight(question, question.Answer), $"{question.Text} {question.Answer}");
            Assert.False(AnswerCheck.IsRight(question, ""));
        });
    }

    /// <summary>Half of the answers are yes: a model that always says so gets half.</summary>
    [Fact]
    public void Questions_Existence_AreBalanced() =>
        Assert.InRange(QuestionSet.Create(QuestionKind.Existence, 1000).Count(question => question.Answer.StartsWith("Yes", StringComparison.Ordinal)), 450, 550);
}
