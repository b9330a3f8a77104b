namespace JanusCluster.Silo.Chat;

internal sealed partial class ConversationGrain
{
    [LoggerMessage(LogLevel.Warning, "Turn {Turn} of conversation {Conversation} failed")]
    private partial void LogTurnFailed(Exception exception, int turn, string conversation);

    [LoggerMessage(LogLevel.Warning, "Turn {Turn} of conversation {Conversation} is left to another activation: {Reason}")]
    private partial void LogTurnLeft(int turn, string conversation, string reason);

    [LoggerMessage(LogLevel.Warning, "Storage failed for conversation {Conversation}")]
    private partial void LogStorageFailed(Exception exception, string conversation);
}
