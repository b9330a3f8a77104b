using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Language;

/// <summary>Asks about scenes.</summary>
public sealed class QuestionWriter(Random random)
{
    private const CaptionDetail Full = CaptionDetail.Color | CaptionDetail.Size;

    /// <returns>Null where the scene allows no question of the kind with one right answer.</returns>
    public Question? Ask(QuestionKind kind, Scene scene) => kind switch
    {
        QuestionKind.Existence => Existence(scene),
        QuestionKind.Color => Color(scene),
        QuestionKind.Relation => Relation(scene),
        QuestionKind.Counting => Counting(scene),
        QuestionKind.Description => Description(scene),
        QuestionKind.Shape => Shape(scene),
        QuestionKind.Size => Size(scene),
        _ => new Question(kind, Pick($"What {Colour} is the background?", $"Which {Colour} does the background have?"), $"The background is {Words.Of(scene.Background)}.", scene),
    };

    /// <summary>Both spellings are asked for, one is answered.</summary>
    private string Colour => random.Next(4) == 0 ? "colour" : "color";

    private Question Existence(Scene scene)
    {
        SceneObject one = random.Pick(scene.Objects);
        CaptionDetail detail = random.Next(3) == 0 ? CaptionDetail.None : CaptionDetail.Color;
        bool isThere = random.Next(2) == 0;
        while (!isThere && IsThere(one))
        {
            one = random.Next(3) switch
            {
                0 => one with { Color = random.Pick<ObjectColor>() },
                1 => one with { Shape = random.Pick<Shape>() },
                _ => one with { Color = random.Pick<ObjectColor>(), Shape = random.Pick<Shape>() },
            };
        }

        string noun = Words.Noun(one, detail), phrase = Words.WithArticle(noun);
        string question = Pick($"Is there {phrase}?", $"Is there {phrase} in the picture?", $"Is there {phrase} in the image?", $"Can you see {phrase}?");
        return new Question(QuestionKind.Existence, question, isThere ? $"Yes, there is {phrase}." : $"No, there is no {noun}.", scene);

        bool IsThere(SceneObject sought) =>
            scene.Objects.Any(other => other.Shape == sought.Shape && (detail == CaptionDetail.None || other.Color == sought.Color));
    }

    private Question? Color(Scene scene)
    {
        if (scene.Layout == SceneLayout.Group)
        {
            string nouns = Words.Plural(scene.Objects[0].Shape);
            return new Question(QuestionKind.Color, $"What {Colour} are the {nouns}?", $"The {nouns} are {Words.Of(scene.Objects[0].Color)}.", scene);
        }

        if (Unique(scene, one => one.Shape) is not { } one)
            return null;
        string noun = Words.Of(one.Shape);
        return new Question(QuestionKind.Color, Pick($"What {Colour} is the {noun}?", $"Which {Colour} does the {noun} have?"), $"The {noun} is {Words.Of(one.Color)}.", scene);
    }

    private Question? Shape(Scene scene)
    {
        if (scene.Layout == SceneLayout.Group || Unique(scene, one => one.Color) is not { } one)
            return null;
        string color = Words.Of(one.Color);
        return new Question(
            QuestionKind.Shape, Pick($"What shape is the {color} object?", $"Which shape is {color}?", $"What is {color}?"), $"The {color} object is {Words.WithArticle(Words.Of(one.Shape))}.", scene);
    }

    private Question? Size(Scene scene)
    {
        if (scene.Layout == SceneLayout.Group || Unique(scene, one => (one.Shape, one.Color)) is not { } one)
            return null;
        string noun = Words.Noun(one, CaptionDetail.Color);
        return new Question(QuestionKind.Size, $"Is the {noun} small or large?", $"The {noun} is {Words.Of(one.Size)}.", scene);
    }

    private Question? Relation(Scene scene)
    {
        if (scene.Layout == SceneLayout.Group || scene.Objects.Count < 2 || scene.Objects.Select(one => (one.Shape, one.Color)).Distinct().Count() < scene.Objects.Count)
            return null;
        (SceneObject One, SceneObject Other)[] pairs =
            [.. from first in scene.Objects from second in scene.Objects where first != second && SceneGeometry.Relation(first, second) is not null select (first, second)];
        (SceneObject one, SceneObject other) = random.Pick(pairs);
        Relation relation = SceneGeometry.Relation(one, other)!.Value;
        string a = Words.Noun(one, CaptionDetail.Color), b = Words.Noun(other, CaptionDetail.Color), where = Words.Where(relation);
        switch (random.Next(3))
        {
            case 0:
                return new Question(QuestionKind.Relation, $"Where is the {a}, seen from the {b}?", $"The {a} is {where} the {b}.", scene);
            case 1:
                return new Question(QuestionKind.Relation, $"What is {where} the {b}?", $"{Words.Capital(Words.WithArticle(a))} is {where} the {b}.", scene);
            default:
                Relation asked = random.Next(2) == 0 ? relation : random.Next(2) == 0 ? SceneGeometry.Opposite(relation) : random.Pick<Relation>();
                string answer = asked == relation ? $"Yes, it is {where} the {b}." : $"No, it is {where} the {b}.";
                return new Question(QuestionKind.Relation, $"Is the {a} {Words.Where(asked)} the {b}?", answer, scene);
        }
    }

    private Question Counting(Scene scene)
    {
        SceneObject one = random.Pick(scene.Objects);
        switch (random.Next(4))
        {
            case 0:
                return Counted("objects", scene.Objects.Count);
            case 1:
                return Counted($"{Words.Of(one.Color)} objects", scene.Objects.Count(other => other.Color == one.Color));
            default:
                Shape shape = random.Next(6) == 0 ? random.Pick<Shape>() : one.Shape;
                return Counted(Words.Plural(shape), scene.Objects.Count(other => other.Shape == shape));
        }

        Question Counted(string nouns, int count)
        {
            string singular = nouns == "crosses" ? "cross" : nouns[..^1];
            string answer = count == 1 ? $"There is one {singular}." : $"There are {Words.Number(count)} {nouns}.";
            return new Question(QuestionKind.Counting, Pick($"How many {nouns} are there?", $"How many {nouns} are in the picture?", $"Count the {nouns}."), answer, scene);
        }
    }

    private Question Description(Scene scene)
    {
        string things = scene.Layout switch
        {
            SceneLayout.Single => Words.Phrase(scene.Objects[0], Full),
            SceneLayout.Group => $"{Words.Number(scene.Objects.Count)} {Words.Nouns(scene.Objects[0], Full)}",
            SceneLayout.Corners => Words.List([.. scene.Objects.Select(one => $"{Words.Phrase(one, Full)} {Words.Corner(one)}")]),
            _ => $"{Words.Phrase(scene.Objects[0], Full)} {Words.Where(SceneGeometry.Relation(scene.Objects[0], scene.Objects[1])!.Value)} {Words.Phrase(scene.Objects[1], Full)}",
        };
        string question = Pick("Describe the picture.", "Describe the image.", "What do you see?", "What is in the picture?", "What does the image show?");
        return new Question(QuestionKind.Description, question, $"{Words.Capital(things)} on a {Words.Of(scene.Background)} background.", scene);
    }

    private SceneObject? Unique<T>(Scene scene, Func<SceneObject, T> of)
    {
        SceneObject[] unique = [.. scene.Objects.GroupBy(of).Where(group => group.Count() == 1).Select(group => group.First())];
        return unique.Length == 0 ? null : random.Pick(unique);
    }

    private string Pick(params string[] all) => random.Pick(all);
}
