using JanusCluster.Contracts.Chat;
using JanusCluster.Silo.Chat;
using JanusCluster.Silo.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace JanusCluster.Silo.Tests.Chat;

/// <summary>A new conversation of a new tenant, as tests speak with it.</summary>
internal sealed class Conversation(SiloFixture silo)
{
    public ConversationKey Key { get; } = new($"t{Guid.NewGuid():N}", "chat");

    public static CancellationToken Limit => new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    public IConversationGrain Grain => silo.Grains.GetGrain<IConversationGrain>(Key.ToString());

    public TurnRequest Request(string text, int tokens, string? id = null) =>
        new(silo.Model.Id, new ChatMessage(ChatRole.User, text, []), new ChatSettings(tokens), id);

    public async Task<string> AskAsync(string question, int tokens) =>
        (await ReadAsync(await Grain.StartTurnAsync(Request(question, tokens)))).Text;

    /// <summary>Reads a turn to its end.</summary>
    /// <param name="text">What was read of it before.</param>
    /// <returns>The last chunk, with all of the text.</returns>
    public async Task<TurnChunk> ReadAsync(int turn, string text = "")
    {
        CancellationToken limit = Limit;
        while (true)
        {
            TurnChunk chunk = await Grain.ReadAsync(turn, text.Length, limit);
            text += chunk.Text;
            if (chunk.FinishReason is not null)
                return chunk with { Text = text };
        }
    }

    /// <summary>Waits until the answers so far are counted.</summary>
    public async Task<(long Answers, long PromptTokens, long CompletionTokens)> ReadUsageAsync(int answers)
    {
        CancellationToken limit = Limit;
        IDatabase redis = silo.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        while (true)
        {
            Dictionary<string, long> usage = (await redis.HashGetAllAsync($"janus:usage:{{{Key.Tenant}}}"))
                .ToDictionary(entry => entry.Name.ToString(), entry => (long)entry.Value);
            if (usage.GetValueOrDefault("answers") >= answers)
                return (usage["answers"], usage["prompt_tokens"], usage["completion_tokens"]);
            await Task.Delay(20, limit);
        }
    }
}
