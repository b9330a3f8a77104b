using System.Diagnostics;
using System.Text.Json.Nodes;
using JanusCluster.Bench.Load;
using JanusCluster.Bench.Measuring;
using JanusCluster.Bench.Output;
using JanusCluster.Bench.Weights;
using TorchSharp;

namespace JanusCluster.Bench.Cases;

/// <summary>Chat about an image: its first and second turn, and its pace beside a bulk job.</summary>
/// <param name="Chats">Turns of which the percentiles are taken.</param>
/// <param name="Tokens">Of an answer.</param>
/// <param name="Codes">Of an image of the bulk job.</param>
internal sealed record ChatCase(int Rows, int Chats, int Tokens, int Codes, int Rounds, TimeSpan? Target)
{
    private const int Prompt = 20;
    private const double Share = 0.95;

    public JsonObject Measure(BenchModel model, BenchOutput output)
    {
        using IDisposable inference = torch.inference_mode();
        var prompts = new RandomPrompts(model.Preset.Config.Language, seed: 1);
        using var engine = new EngineRun(model.Model, EngineFeatures.Options(Rows, Positions(model) * model.KvBytesPerPosition, Target));
        List<double> cold = [], second = [];
        ImageChat chat = Turns(model, engine, prompts, cold, second);
        output.Note($"chat: first turn {Numbers.Median(cold):F0} ms to the first token, second turn {Numbers.Median(second):F0} ms");
        ChatTiming[] idle = [.. Enumerable.Range(0, Chats).Select(_ => Turn(engine, chat, busy: false, () => { }))];

        var bulk = new BulkImages(engine, prompts, Rows / 2, Codes, Prompt);
        output.Note("chat: filling the engine with images …");
        bulk.Start();
        long begin = Stopwatch.GetTimestamp(), drawn = bulk.Drawn;
        ChatTiming[] loaded = [.. Enumerable.Range(0, Chats).Select(_ => Turn(engine, chat, busy: true, bulk.Refill))];
        double codesPerSecond = (bulk.Drawn - drawn) / Stopwatch.GetElapsedTime(begin).TotalSeconds;

        JsonObject result = model.Describe("chat");
        result["rows"] = Rows;
        result["target"] = Target?.TotalMilliseconds;
        result["cold_ttft_ms"] = Numbers.Round(Numbers.Median(cold));
        result["prefix_ttft_ms"] = Numbers.Round(Numbers.Median(second));
        result["idle_itl_p95_ms"] = Percentile(idle.SelectMany(timing => timing.Gaps));
        result["loaded_itl_p95_ms"] = Percentile(loaded.SelectMany(timing => timing.Gaps));
        result["idle_ttft_p95_ms"] = Percentile(idle.Select(timing => timing.FirstToken));
        result["loaded_ttft_p95_ms"] = Percentile(loaded.Select(timing => timing.FirstToken));
        result["loaded_codes_per_s"] = Numbers.Round(codesPerSecond);
        result["chats"] = Chats;
        result["tokens"] = Tokens;
        return result;
    }

    /// <summary>Conversations with a new image each: the first turn and the one that follows. The first conversation warms up.</summary>
    /// <returns>The last one.</returns>
    private ImageChat Turns(BenchModel model, EngineRun engine, RandomPrompts prompts, List<double> cold, List<double> second)
    {
        ImageChat chat;
        int round = 0;
        do
        {
            chat = new ImageChat(model.Preset.Config, prompts);
            ChatTiming first = ChatTiming.Of(engine, chat.Ask(Tokens), busy: false, () => { });
            chat.Follow(first.Answer);
            ChatTiming next = ChatTiming.Of(engine, chat.Ask(Tokens), busy: false, () => { });
            if (round > 0)
            {
                cold.Add(first.FirstToken);
                second.Add(next.FirstToken);
            }
        }
        while (round++ < Rounds);
        return chat;
    }

    /// <summary>A second turn whose question was never put before.</summary>
    private ChatTiming Turn(EngineRun engine, ImageChat chat, bool busy, Action beforeStep)
    {
        chat.AskOtherwise();
        return ChatTiming.Of(engine, chat.Ask(Tokens), busy, beforeStep);
    }

    /// <summary>Room for the images, and for several conversations beside them.</summary>
    private long Positions(BenchModel model) =>
        ((long)Rows * (Prompt + Codes + 32)) + (4L * (ImageChat.Positions(model.Preset.Config, Tokens) + Tokens));

    private static double Percentile(IEnumerable<double> values) => Numbers.Round(Numbers.Percentile(values, Share));
}
