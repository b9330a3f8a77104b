namespace JanusCluster.Client.Hub;

/// <summary>A file of a repository, as the hub announces it.</summary>
/// <param name="Path">Within the repository; nothing is known about it yet.</param>
/// <param name="Size">Bytes; not negative.</param>
/// <param name="Hash">Null when the hub names none that is known.</param>
internal sealed record HubFile(string Path, long Size, ContentHash? Hash);
