using JanusCluster.Bench.Faults.History;

namespace JanusCluster.Bench.Faults.Checking;

/// <summary>Each picture is in one blob of its own, which is written once and stays as it was recorded.</summary>
internal static class BlobRules
{
    public const string Missing = "blob-missing", Shared = "blob-shared", Changed = "blob-changed", Orphan = "blob-orphan";

    public static IEnumerable<Violation> Find(IReadOnlyList<BlobWritten> writes, FinalState final)
    {
        Dictionary<string, string> there = final.Blobs.ToDictionary(blob => blob.Name, blob => blob.Sha256);
        var pictures = final.Jobs.SelectMany(job => job.Items.Select(item => (Subject: $"{job.Job} {item.CustomId}", Item: item)))
            .Where(picture => picture.Item.BlobName is not null).ToList();
        foreach ((string subject, FinalItem item) in pictures)
        {
            if (!there.TryGetValue(item.BlobName!, out string? sha256))
                yield return new(Missing, subject, $"there is no blob {item.BlobName}");
            else if (sha256 != item.BlobSha256)
                yield return new(Changed, subject, $"blob {item.BlobName} holds {sha256}; its receipt says {item.BlobSha256}");
        }

        foreach (var blob in pictures.GroupBy(picture => picture.Item.BlobName!).Where(blob => blob.Count() > 1))
            yield return new(Shared, blob.Key, $"it is the picture of {string.Join(" and of ", blob.Select(picture => picture.Subject))}");

        HashSet<string> named = [.. pictures.Select(picture => picture.Item.BlobName!)];
        foreach (FinalBlob blob in final.Blobs.Where(blob => !named.Contains(blob.Name)))
            yield return new(Orphan, blob.Name, "it is no item's picture");
        foreach (Violation violation in FindOverwritten(writes, there))
            yield return violation;
    }

    private static IEnumerable<Violation> FindOverwritten(IReadOnlyList<BlobWritten> writes, Dictionary<string, string> there)
    {
        foreach (var blob in writes.Where(write => write.Created).GroupBy(write => write.Name))
        {
            if (blob.Count() > 1)
                yield return new(Changed, blob.Key, $"it was written {blob.Count()} times");
            else if (there.GetValueOrDefault(blob.Key) is var now && now != blob.First().Sha256)
                yield return new(Changed, blob.Key, $"it was written as {blob.First().Sha256} and holds {now ?? "nothing"}");
        }
    }
}
