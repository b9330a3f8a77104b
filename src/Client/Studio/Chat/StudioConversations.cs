using System.Collections.Concurrent;
using JanusCluster.Client.Chat;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.Input;
using JanusCluster.Client.Studio.Access;
using JanusCluster.Client.Studio.Pictures;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Tenants;
using JanusCluster.Storage;

namespace JanusCluster.Client.Studio.Chat;

/// <summary>The conversations of the tenant that signed in.</summary>
internal sealed class StudioConversations(
    IGrainFactory grains, StudioUser user, ImageInput images, StudioPictures pictures, IBlobStore blobs, TimeProvider time)
{
    private const int TitleLength = 60;

    /// <summary>What conversations were asked first, which does not change.</summary>
    private readonly ConcurrentDictionary<string, string> _titles = new();

    public static string NewId() => $"chat-{Guid.NewGuid():N}";

    /// <summary>The conversations used last, each by what it was asked first.</summary>
    public async Task<IReadOnlyList<(string Id, string Title, DateTimeOffset UsedAt)>> ListAsync(int count)
    {
        ITenantGrain tenant = grains.GetGrain<ITenantGrain>(await user.GetTenantAsync());
        IReadOnlyList<ConversationSummary> found = await RepeatAsync(() => tenant.ListConversationsAsync(0, count));
        return await Task.WhenAll(found.Select(async one => (one.Conversation, await GetTitleAsync(one.Conversation), one.UsedAt)));
    }

    public async Task<Transcript> GetAsync(string id)
    {
        IConversationGrain conversation = await FindAsync(id);
        return await RepeatAsync(conversation.GetTranscriptAsync);
    }

    public async Task<Answer> AskAsync(string id, TurnRequest request) =>
        await Answer.StartAsync(await FindAsync(id), request, time, CancellationToken.None);

    /// <summary>A turn that was begun before, maybe by another page.</summary>
    public async Task<Answer> ResumeAsync(string id, int turn) => Answer.Of(await FindAsync(id), turn, time);

    public async Task DeleteAsync(string id)
    {
        IConversationGrain conversation = await FindAsync(id);
        await ClusterCall.RepeatAsync(conversation.DeleteAsync, time, CancellationToken.None);
    }

    /// <returns>Name of the image's blob.</returns>
    /// <exception cref="JanusException">It is no image that can be used.</exception>
    public async Task<string> StoreAsync(byte[] file) =>
        await images.StoreAsync(await user.GetTenantAsync(), file, "image", CancellationToken.None);

    /// <summary>A picture that a job has made, as an image to talk about.</summary>
    public async Task<string> StorePictureAsync(string job, int index)
    {
        (_, string blob) = await pictures.FindAsync(await user.GetTenantAsync(), job, index, CancellationToken.None);
        return await StoreAsync(await blobs.ReadAsync(blob) ?? throw new JanusException(ErrorCode.NotFound, "The picture is deleted."));
    }

    private async Task<string> GetTitleAsync(string id)
    {
        if (_titles.TryGetValue(id, out string? known))
            return known;
        Transcript transcript = await GetAsync(id);
        ChatMessage? first = transcript.Messages.FirstOrDefault(message => message.Role == ChatRole.User);
        string text = first is null ? "" : first.Text.ReplaceLineEndings(" ").Trim();
        if (text.Length == 0)
            return "New chat";
        return _titles[id] = text.Length > TitleLength ? $"{text[..TitleLength]}…" : text;
    }

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>.</exception>
    private async Task<IConversationGrain> FindAsync(string id) => Identifier.IsValid(id)
        ? grains.GetGrain<IConversationGrain>($"{await user.GetTenantAsync()}/{id}")
        : throw new JanusException(ErrorCode.NotFound, "There is no such conversation.");

    private Task<T> RepeatAsync<T>(Func<Task<T>> call) => ClusterCall.RepeatAsync(call, time, CancellationToken.None);
}
