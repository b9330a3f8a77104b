using System.Globalization;
using System.Text.RegularExpressions;
using JanusCluster.Client.Http;
using JanusCluster.Contracts;

namespace JanusCluster.Client.OpenAi.Responses;

/// <summary>
/// Id of a response, which says where it is kept. A response of its own (<c>resp_HEX</c>) is the first turn of the conversation
/// of that name; one in a conversation (<c>resp_HEX_TURN</c>) is that turn of <c>conv_HEX</c>.
/// </summary>
internal sealed partial record ResponseId(string Conversation, int Turn)
{
    private const string Own = "resp_", Shared = "conv_";

    public bool IsOwn => Conversation.StartsWith(Own, StringComparison.Ordinal);

    public static ResponseId New() => new(Own + $"{Guid.NewGuid():N}", 1);

    public static string NewConversation() => Shared + $"{Guid.NewGuid():N}";

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: it is none.</exception>
    public static ResponseId Parse(string id, string field)
    {
        Match match = Form().Match(id);
        if (!match.Success)
            throw new JanusException(ErrorCode.NotFound, $"There is no response {ApiText.Quote(id)}.", field);
        string turn = match.Groups[2].Value;
        return turn.Length == 0
            ? new ResponseId(Own + match.Groups[1].Value, 1)
            : new ResponseId(Shared + match.Groups[1].Value, int.Parse(turn, CultureInfo.InvariantCulture));
    }

    public static bool IsConversation(string id) => ConversationForm().IsMatch(id);

    /// <exception cref="JanusException"><see cref="ErrorCode.NotFound"/>: it is no conversation's id.</exception>
    public static string ParseConversation(string id, string field) =>
        IsConversation(id) ? id : throw new JanusException(ErrorCode.NotFound, $"There is no conversation {ApiText.Quote(id)}.", field);

    public override string ToString() => IsOwn ? Conversation : $"{Own}{Conversation[Shared.Length..]}_{Turn}";

    [GeneratedRegex(@"\Aresp_([0-9a-f]{32})(?:_([1-9][0-9]{0,7}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"\Aconv_[0-9a-f]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ConversationForm();
}
