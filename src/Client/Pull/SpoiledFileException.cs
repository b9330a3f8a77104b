namespace JanusCluster.Client.Pull;

/// <summary>What came is not the file that the hub announced. It is deleted and fetched once more.</summary>
internal sealed class SpoiledFileException(string message) : Exception(message);
