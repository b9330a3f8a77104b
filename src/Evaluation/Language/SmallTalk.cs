using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Language;

/// <summary>Questions without a picture, and their answers: the text part of the training data.</summary>
public sealed class SmallTalk(Random random)
{
    private static readonly (string[] Questions, string Answer)[] Fixed =
    [
        (["Hello.", "Hello!", "Hi.", "Hi!", "Good morning."], "Hello! I can draw colored shapes and answer questions about pictures of them."),
        (["Who are you?", "What are you?", "What is your name?"], "I am Janus-Nano, a very small model that knows colored shapes."),
        (["What can you do?", "What can you draw?", "Help.", "How can you help me?"], "I can draw up to four shapes: circles, squares, triangles, stars, rings and crosses. Ask me for a red star to the left of a blue circle, or show me such a picture."),
        (["Which shapes do you know?", "What shapes are there?"], "I know circles, squares, triangles, stars, rings and crosses."),
        (["Which colors do you know?", "What colors are there?", "Which colours do you know?"], "I know red, orange, yellow, green, cyan, blue, purple and pink."),
        (["Which backgrounds do you know?"], "I know white, gray, black and brown backgrounds."),
        (["Thanks.", "Thank you.", "Thank you!"], "You are welcome."),
        (["Goodbye.", "Bye."], "Goodbye!"),
    ];

    private static readonly (Shape Shape, string Answer)[] Corners =
    [
        (Shape.Circle, "A circle has no corners."),
        (Shape.Square, "A square has four corners."),
        (Shape.Triangle, "A triangle has three corners."),
        (Shape.Ring, "A ring has no corners."),
    ];

    public (string Question, string Answer) Next()
    {
        switch (random.Next(4))
        {
            case 0:
                (Shape shape, string corners) = random.Pick(Corners);
                return ($"How many corners does {Words.WithArticle(Words.Of(shape))} have?", corners);
            case 1:
                return Turned();
            case 2:
                int a = random.Next(1, 3), b = random.Next(1, 3);
                string nouns = Words.Plural(random.Pick<Shape>());
                return ($"How many {nouns} are {Words.Number(a)} {(a == 1 ? nouns == "crosses" ? "cross" : nouns[..^1] : nouns)} and {Words.Number(b)} more?", $"There are {Words.Number(a + b)} {nouns}.");
            default:
                (string[] questions, string answer) = random.Pick(Fixed);
                return (random.Pick(questions), answer);
        }
    }

    private (string, string) Turned()
    {
        Relation relation = random.Pick<Relation>();
        string a = $"{Words.Of(random.Pick<ObjectColor>())} {Words.Of(random.Pick<Shape>())}", b = $"{Words.Of(random.Pick<ObjectColor>())} {Words.Of(random.Pick<Shape>())}";
        return ($"The {a} is {Words.Where(relation)} the {b}. Where is the {b}?", $"The {b} is {Words.Where(SceneGeometry.Opposite(relation))} the {a}.");
    }
}
