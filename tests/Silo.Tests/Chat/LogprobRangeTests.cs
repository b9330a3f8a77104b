using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Models;
using JanusCluster.Silo.Chat;

namespace JanusCluster.Silo.Tests.Chat;

/// <summary>A reader that goes on from where its text ended gets every token once.</summary>
public sealed class LogprobRangeTests
{
    /// <summary>"a", a smiley in three tokens, a control token in the middle, "b", held back, and what a stop string cut off.</summary>
    private static readonly ChatDelta[] Pieces =
    [
        Piece("a", Token(1, 0)), Piece("", Token(2, 1)), Piece("", Token(3, 1)), Piece("\ud83d\ude00", Token(4, 1)), Piece("", Token(5, 3)),
        Piece("b", Token(6, 3)), Piece("", Token(7, 4)), Piece("cd", Token(8, 5)), Piece("", Token(9, 6), Token(10, 8)),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Read_OnAndOn_GivesEachTokenOnceWithItsText(int every)
    {
        var turn = new ConversationTurn(1, TimeProvider.System);
        var read = new List<TokenLogprob>();
        string text = "";
        foreach ((int i, ChatDelta piece) in Pieces.Index())
        {
            turn.Append(piece);
            if ((i + 1) % every == 0)
                Take(turn.Read(text.Length));
        }

        turn.End(new FinishedTurn(1, "log", null, turn.Text, new ChatFinish("stop", 1, 10), null, turn.Logprobs));
        Take(turn.Read(text.Length));
        Assert.Equal("a\ud83d\ude00bcd", text);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], read.Select(token => token.Token));

        void Take(TurnChunk chunk)
        {
            Assert.All(chunk.Logprobs!, token => Assert.InRange(token.Offset, text.Length, text.Length + chunk.Text.Length - 1));
            read.AddRange(chunk.Logprobs!);
            text += chunk.Text;
        }
    }

    [Fact]
    public void Read_FromTheMiddle_GivesWhatBeginsThere()
    {
        var turn = new ConversationTurn(1, TimeProvider.System);
        foreach (ChatDelta piece in Pieces)
            turn.Append(piece);
        Assert.Equal([5, 6, 7, 8], turn.Read(3).Logprobs!.Select(token => token.Token));
        Assert.Equal([5, 6, 7, 8], turn.Read(2).Logprobs!.Select(token => token.Token));
        Assert.Empty(turn.Read(6).Logprobs!);
    }

    [Fact]
    public void Read_NotAskedFor_IsNull()
    {
        var turn = new ConversationTurn(1, TimeProvider.System);
        turn.Append(new ChatDelta([1], "a", null));
        Assert.Null(turn.Read(0).Logprobs);
        turn.End(new FinishedTurn(1, "log", null, turn.Text, new ChatFinish("stop", 1, 1), null, turn.Logprobs));
        Assert.Null(turn.Read(0).Logprobs);
    }

    private static TokenLogprob Token(int id, int offset) => new(id, [], -1, [], offset);

    private static ChatDelta Piece(string text, params TokenLogprob[] tokens) =>
        new([.. tokens.Select(token => token.Token)], text, null, tokens);
}
