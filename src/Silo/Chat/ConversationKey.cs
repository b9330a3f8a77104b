using JanusCluster.Contracts;

namespace JanusCluster.Silo.Chat;

/// <summary>Key of a conversation's grain: <c>tenant/conversation</c>.</summary>
internal readonly record struct ConversationKey(string Tenant, string Conversation)
{
    /// <exception cref="JanusException">It is no such key.</exception>
    public static ConversationKey Parse(string key)
    {
        string[] parts = key.Split('/');
        return parts.Length == 2
            ? new(Identifier.Validate("tenant", parts[0]), Identifier.Validate("conversation", parts[1]))
            : throw JanusException.Invalid("conversation", $"'{key}' is not a conversation key (tenant/conversation).");
    }

    public override string ToString() => $"{Tenant}/{Conversation}";
}
