using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Evaluation.Tasks;

namespace JanusCluster.Evaluation.Tests.Tasks;

public class AnswerCheckTests
{
    [Theory]
    [InlineData(QuestionKind.Existence, "Is there a star?", "Yes, there is a star.", "yes", true)]
    [InlineData(QuestionKind.Existence, "Is there a star?", "Yes, there is a star.", "No. Yes.", false)]
    [InlineData(QuestionKind.Color, "What color is the star?", "The star is red.", "Red", true)]
    [InlineData(QuestionKind.Color, "What color is the star?", "The star is red.", "red or blue", false)]
    [InlineData(QuestionKind.Counting, "How many stars are there?", "There are three stars.", "three", true)]
    [InlineData(QuestionKind.Counting, "How many stars are there?", "There are no stars.", "There are no stars.", true)]
    [InlineData(QuestionKind.Counting, "How many stars are there?", "There are three stars.", "four", false)]
    [InlineData(QuestionKind.Relation, "Where is the red star, seen from the blue ring?", "The red star is above the blue ring.", "above", true)]
    [InlineData(QuestionKind.Relation, "Where is the red star, seen from the blue ring?", "The red star is above the blue ring.", "to the left", false)]
    [InlineData(QuestionKind.Relation, "What is above the blue ring?", "A red star is above the blue ring.", "A red star.", true)]
    [InlineData(QuestionKind.Relation, "What is above the blue ring?", "A red star is above the blue ring.", "A blue star.", false)]
    [InlineData(QuestionKind.Relation, "Is the red star above the blue ring?", "No, it is below the blue ring.", "No.", true)]
    [InlineData(QuestionKind.Description, "", "A large red star to the left of a small blue ring on a white background.", "A small blue ring right of a large red star on a white background.", true)]
    [InlineData(QuestionKind.Description, "", "Three large red stars on a white background.", "A red star, a red star and a red star on a white background.", true)]
    [InlineData(QuestionKind.Description, "", "Three large red stars on a white background.", "Two large red stars on a white background.", false)]
    [InlineData(QuestionKind.Description, "", "A large red star on a white background.", "A large red star on a black background.", false)]
    public void IsRight_GoesByTheWords(QuestionKind kind, string question, string expected, string answer, bool isRight)
    {
        var scene = new Scene(SceneLayout.Single, Background.White, []);
        Assert.Equal(isRight, AnswerCheck.IsRight(new Question(kind, question, expected, scene), answer));
    }

    [Fact]
    public void Interval_OfWilson_MatchesTheTables()
    {
        (double low, double high) = new Score(0.95, 100).Interval();
        Assert.Equal(0.888, low, 3);
        Assert.Equal(0.978, high, 3);
        Assert.Equal(1, new Score(1, 100).Interval().High);
        Assert.Equal(0.963, new Score(1, 100).Interval().Low, 3);
    }
}
