using JanusCluster.Evaluation.Scenes;

namespace JanusCluster.Evaluation.Language;

/// <summary>Describes scenes in the words of one split.</summary>
public sealed class CaptionWriter(Random random, Split split)
{
    private static readonly string[] Openings = ["", "", "", "a picture of ", "a photo of ", "an image of ", "a drawing of ", "draw ", "show me "];

    /// <summary>Different wordings tried before a scene is given up: held out is one text in eight, and some scenes have few.</summary>
    private const int Tries = 60;

    /// <summary>One sentence, as short as the detail allows.</summary>
    /// <returns>Null where the split has no words for the scene.</returns>
    public Caption? Short(Scene scene, CaptionDetail detail) => Written(scene, detail, () => WithBackground(scene, detail, scene.Layout switch
    {
        SceneLayout.Single => Single(scene.Objects[0], detail),
        SceneLayout.Group => Group(scene, detail),
        SceneLayout.Corners => Corners(scene, detail),
        _ => detail.HasFlag(CaptionDetail.Relation) ? Related(scene, detail) : Unrelated(scene, detail),
    }));

    /// <summary>Several sentences with every detail but sizes now and then, as the prompts of DPG-Bench (Hu et al. 2024) are.</summary>
    /// <returns>Null where the split has no words for the scene.</returns>
    public Caption? Dense(Scene scene)
    {
        CaptionDetail detail = CaptionDetail.Color | CaptionDetail.Background | CaptionDetail.Relation;
        if (Chance(3))
            detail |= CaptionDetail.Size;
        return Written(scene, detail, () => DenseText(scene, detail));
    }

    private Caption? Written(Scene scene, CaptionDetail detail, Func<string> write)
    {
        for (int i = 0; i < Tries; i++)
        {
            string text = write();
            if (HeldOut.Of(text) == split)
                return new Caption(text, scene, detail);
        }

        return null;
    }

    private string Single(SceneObject one, CaptionDetail detail) => random.Next(4) switch
    {
        0 => $"{Opening()}one {Words.Noun(one, detail)}",
        1 => $"{Opening()}a single {Words.Noun(one, detail)}",
        _ => Opening() + Words.Phrase(one, detail),
    };

    private string Group(Scene scene, CaptionDetail detail)
    {
        string things = $"{Words.Number(scene.Objects.Count)} {Words.Nouns(scene.Objects[0], detail)}";
        return random.Next(4) switch
        {
            0 => $"there are {things}",
            1 => $"{Opening()}exactly {things}",
            _ => Opening() + things,
        };
    }

    private string Unrelated(Scene scene, CaptionDetail detail)
    {
        (string a, string b) = Chance(2) ? (Phrase(0), Phrase(1)) : (Phrase(1), Phrase(0));
        return random.Next(4) switch
        {
            0 => $"{Opening()}{a} together with {b}",
            1 => $"{Opening()}two objects: {a} and {b}",
            _ => $"{Opening()}{a} and {b}",
        };

        string Phrase(int i) => Words.Phrase(scene.Objects[i], detail);
    }

    private string Related(Scene scene, CaptionDetail detail)
    {
        (SceneObject one, SceneObject other) = Chance(2) ? (scene.Objects[0], scene.Objects[1]) : (scene.Objects[1], scene.Objects[0]);
        string a = Words.Phrase(one, detail), b = Words.Phrase(other, detail);
        Relation relation = SceneGeometry.Relation(one, other)!.Value;
        if (random.Next(5) == 0)
        {
            return Opening() + relation switch
            {
                Relation.LeftOf => $"{a} on the left and {b} on the right",
                Relation.RightOf => $"{a} on the right and {b} on the left",
                Relation.Above => $"{a} at the top and {b} at the bottom",
                _ => $"{a} at the bottom and {b} at the top",
            };
        }

        string[] ways = relation switch
        {
            Relation.LeftOf => ["left of", "to the left of"],
            Relation.RightOf => ["right of", "to the right of"],
            Relation.Above => ["above", "over"],
            _ => ["below", "under"],
        };
        return $"{Opening()}{a} {random.Pick(ways)} {b}";
    }

    private string Corners(Scene scene, CaptionDetail detail)
    {
        string[] things = [.. scene.Objects.Select(one =>
            Words.Phrase(one, detail) + (detail.HasFlag(CaptionDetail.Relation) ? $" {Words.Corner(one)}" : ""))];
        if (!detail.HasFlag(CaptionDetail.Relation))
            random.Shuffle(things);
        return Opening() + (Chance(2) ? "" : $"{Words.Number(things.Length)} objects: ") + Words.List(things);
    }

    private string WithBackground(Scene scene, CaptionDetail detail, string text)
    {
        if (!detail.HasFlag(CaptionDetail.Background))
            return text;
        string color = Words.Of(scene.Background);
        return random.Next(3) == 0 ? $"{text} on {color}" : $"{text} on a {color} background";
    }

    private string DenseText(Scene scene, CaptionDetail detail)
    {
        string background = Words.Of(scene.Background), number = Words.Number(scene.Objects.Count);
        string noun = scene.Objects.Count == 1 ? "object" : "objects";
        string verb = scene.Objects.Count == 1 ? "is" : "are";
        var sentences = new List<string>
        {
            random.Next(3) switch
            {
                0 => $"The picture shows {number} {noun} on a {background} background.",
                1 => $"There {verb} {number} {noun} on a {background} background.",
                _ => $"The background is {background} and there {verb} {number} {noun}.",
            },
        };
        for (int i = 0; i < scene.Objects.Count; i++)
            sentences.Add(Words.Capital(Place(scene, i, detail)) + ".");
        return string.Join(' ', sentences);
    }

    private string Place(Scene scene, int index, CaptionDetail detail)
    {
        SceneObject one = scene.Objects[index];
        string phrase = Words.Phrase(one, detail);
        SceneObject[] before = [.. scene.Objects.Take(index).Where(other => SceneGeometry.Relation(one, other) is not null)];
        if (before.Length > 0 && (scene.Layout != SceneLayout.Corners || Chance(2)))
        {
            SceneObject other = random.Pick(before);
            string where = $"{Words.Where(SceneGeometry.Relation(one, other)!.Value)} the {Words.Noun(other, detail)}";
            return Chance(2) ? $"{where} is {phrase}" : $"{phrase} is {where}";
        }

        string place = scene.Layout switch
        {
            SceneLayout.Single => "in the middle",
            SceneLayout.Corners or SceneLayout.Group when scene.Objects.Count > 2 => Words.Corner(one),
            _ => scene.Objects.Where(other => other != one).Select(other => SceneGeometry.Relation(one, other)).First() switch
            {
                Relation.LeftOf => "on the left",
                Relation.RightOf => "on the right",
                Relation.Above => "at the top",
                _ => "at the bottom",
            },
        };
        return Chance(2) ? $"{place} is {phrase}" : $"{phrase} is {place}";
    }

    private string Opening() => random.Pick(Openings);

    private bool Chance(int oneIn) => random.Next(oneIn) == 0;
}
