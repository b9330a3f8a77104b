using System.Buffers.Binary;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Models;
using JanusCluster.Hosting.Settings;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;
using JanusCluster.Model.Engine;
using JanusCluster.Silo.Hosting;
using JanusCluster.Silo.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace JanusCluster.Silo.Tests.Models;

public sealed class SimulatedHostTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly SimulatedSettings AtOnce = new() { StepMilliseconds = 0, CodesPerImage = 20 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Generate_Twice_TheCodesOfPromptAndSeed()
    {
        using var host = new SimulatedHost(AtOnce, TimeProvider.System);
        ReadOnlyMemory<ushort> codes = await GenerateAsync(host, "a cat", 5, []);
        Assert.Equal(SimulatedCodes.Of("a cat", 5, 20), codes.ToArray());
        Assert.NotEqual(SimulatedCodes.Of("a cat", 6, 20), codes.ToArray());
        Assert.NotEqual(SimulatedCodes.Of("a dog", 5, 20), codes.ToArray());
        Assert.Equal(SimulatedCodes.Of("a cat", 5, 8), codes[..8].ToArray());
        Assert.All(codes.ToArray(), code => Assert.InRange(code, 0, SimulatedCodes.CodebookSize - 1));
    }

    [Fact]
    public async Task Generate_Resumed_GoesOnBehindTheGivenCodes()
    {
        var time = new FakeTimeProvider();
        using var host = new SimulatedHost(AtOnce with { StepMilliseconds = 10 }, time);
        var seen = new List<ushort[]>();
        ushort[] whole = SimulatedCodes.Of("a cat", 5, 20);
        Task<ReadOnlyMemory<ushort>> image = GenerateAsync(host, "a cat", 5, whole[..18], seen.Add);
        time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(whole, (await image.WaitAsync(Limit, Token)).ToArray());
        Assert.Equal([whole[..19], whole], seen);
    }

    [Fact]
    public async Task Render_Twice_TheSamePictureWithItsText()
    {
        using var host = new SimulatedHost(AtOnce, TimeProvider.System);
        byte[] png = await RenderAsync(host, 1);
        Assert.Equal(png, await RenderAsync(host, 1));
        Assert.NotEqual(png, await RenderAsync(host, 2));
        Assert.Equal(SimulatedPicture.Size, new ImageDecoder().Decode(png).Width);
        Assert.Equal([new PngTextEntry("prompt", "a cat")], PngText.Read(png));
        JanusException e = await Assert.ThrowsAsync<JanusException>(() => host.RenderAsync(new RenderRequest(new byte[3], []), Token));
        Assert.Equal(ErrorCode.InvalidRequest, e.Code);
    }

    [Theory]
    [InlineData(8, "length")]
    [InlineData(1000, "stop")]
    public async Task Chat_Resumed_SaysTheRestOfTheSameAnswer(int maxTokens, string reason)
    {
        using var host = new SimulatedHost(AtOnce, TimeProvider.System);
        var settings = new ChatSettings(maxTokens);
        (int[] ids, string text, ChatFinish finish) = await ChatAsync(host, settings, []);
        Assert.Equal(SimulatedAnswer.Text("how are you", maxTokens), text);
        Assert.Equal(new ChatFinish(reason, 3, ids.Length), finish);

        (int[] rest, string end, ChatFinish resumed) = await ChatAsync(host, settings, ids[..5]);
        Assert.Equal(ids[5..], rest);
        Assert.EndsWith(end, text, StringComparison.Ordinal);
        Assert.Equal(finish, resumed);
    }

    [Fact]
    public async Task Chat_StopString_EndsTheAnswerBeforeIt()
    {
        using var host = new SimulatedHost(AtOnce, TimeProvider.System);
        string[] words = SimulatedAnswer.Text("how are you", 8).Split(' ');
        (_, string text, ChatFinish finish) = await ChatAsync(host, new ChatSettings(8, Stop: [words[3]]), []);
        Assert.Equal(string.Join(' ', words[..3]) + " ", text);
        Assert.Equal("stop", finish.Reason);
    }

    [Fact]
    public async Task Describe_SamePlan_SameModelWhateverThePace()
    {
        ModelDescription one = await DescribeAsync(AtOnce);
        Assert.Equal(one, await DescribeAsync(AtOnce with { StepMilliseconds = 5, MaxImages = 2 }));
        Assert.NotEqual(one.Id, (await DescribeAsync(AtOnce with { CodesPerImage = 21 })).Id);
        Assert.True(one.IsDeterministic);
    }

    [Fact]
    public void AddJanusSilo_ModelAndSimulatedOne_IsRefused()
    {
        var settings = new SiloSettings { Model = new ModelSettings { Path = "m" }, Simulated = new SimulatedSettings() };
        var e = Assert.Throws<SettingsException>(() => Host.CreateEmptyApplicationBuilder(null).AddJanusSilo(settings));
        Assert.Contains("Simulated", e.Message, StringComparison.Ordinal);
    }

    private static Task<ReadOnlyMemory<ushort>> GenerateAsync(
        SimulatedHost host, string prompt, long seed, ushort[] resume, Action<ushort[]>? made = null) => host.GenerateAsync(
            new ImageWork("test", new ImageItem("a", 0, 0, prompt, seed, new ImageSettings()), RequestClass.Bulk, resume),
            codes => made?.Invoke(codes.ToArray()), Token);

    private static Task<byte[]> RenderAsync(SimulatedHost host, long seed)
    {
        byte[] codes = new byte[40];
        foreach ((int i, ushort code) in SimulatedCodes.Of("a cat", seed, 20).Index())
            BinaryPrimitives.WriteUInt16LittleEndian(codes.AsSpan(2 * i), code);
        return host.RenderAsync(new RenderRequest(codes, [new("prompt", "a cat")]), Token);
    }

    private static async Task<(int[] Ids, string Text, ChatFinish Finish)> ChatAsync(SimulatedHost host, ChatSettings settings, int[] resume)
    {
        var deltas = new List<ChatDelta>();
        var work = new ChatWork("test", [new ChatMessage(ChatRole.User, "how are you", [])], settings, resume);
        await foreach (ChatDelta delta in host.ChatAsync(work, Token))
            deltas.Add(delta);
        return ([.. deltas.SelectMany(delta => delta.Tokens)], string.Concat(deltas.Select(delta => delta.Text)), deltas[^1].Finish!);
    }

    private static async Task<ModelDescription> DescribeAsync(SimulatedSettings settings)
    {
        using var host = new SimulatedHost(settings, TimeProvider.System);
        return await host.DescribeAsync(Token);
    }
}
