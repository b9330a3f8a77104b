namespace JanusCluster.Client.Cli;

/// <summary>What a user asked for cannot be done; the message tells them why.</summary>
internal sealed class UserMistakeException(string message) : Exception(message);
