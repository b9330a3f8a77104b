using System.Collections.Concurrent;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>The naive loop's ids for each content, computed once.</summary>
internal sealed class Naive(JanusModel model, MixRequests requests)
{
    /// <summary>Below this gap between the two likeliest ids, rounding may decide.</summary>
    private const float Tie = 1e-4f;

    private readonly ConcurrentDictionary<Spec, IReadOnlyList<NaiveId>> _known = new();

    public IReadOnlyList<NaiveId> Of(Spec content) => _known.GetOrAdd(content, spec => spec switch
    {
        ImageSpec image => NaiveLoop.Image(model, requests.Image(image, []), requests.Codes),
        TextSpec text => NaiveLoop.Answer(model, requests.Text(text, [])),
        _ => throw new ArgumentException($"Unknown spec {spec}."),
    });

    public IReadOnlyList<int> IdsOf(Spec content) => [.. Of(content).Select(id => id.Id)];

    /// <summary>Fails when the ids differ from the naive ones elsewhere than at a tie.</summary>
    /// <param name="whole">There are to be as many ids as the naive loop has drawn.</param>
    /// <returns>False when a tie has ended the comparison.</returns>
    public bool Check(Recorded actual, bool whole)
    {
        IReadOnlyList<NaiveId> expected = Of(actual.Spec.Content());
        for (int i = 0; i < Math.Min(actual.Ids.Count, expected.Count); i++)
        {
            if (actual.Ids[i] == expected[i].Id)
                continue;
            Assert.True(expected[i].Gap < Tie, $"{actual.Spec}: id {i} is {actual.Ids[i]}, not {expected[i].Id}, which leads by {expected[i].Gap}.");
            return false;
        }

        Assert.True(whole ? actual.Ids.Count == expected.Count : actual.Ids.Count <= expected.Count, $"{actual.Spec}: {actual.Ids.Count} ids, not {expected.Count}.");
        return true;
    }
}
