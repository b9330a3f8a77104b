using JanusCluster.Model.Configuration;
using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>The tokenizer and prompt settings of the golden folder.</summary>
internal static class GoldenTokenizer
{
    public static BpeTokenizer Instance { get; } = BpeTokenizer.Load(Path.Combine(GoldenFolder.Path, "tokenizer.json"));

    public static ProcessorConfig Options { get; } =
        ProcessorConfig.Read(GoldenFolder.Path, JanusConfigReader.Read(GoldenFolder.Path).Vision);

    public static PromptBuilder Prompts { get; } = new(Instance, Options);

    public static string Stream(this BpeTokenizer tokenizer, IEnumerable<int> ids, bool skipSpecial)
    {
        var detokenizer = tokenizer.CreateDetokenizer(skipSpecial);
        return string.Concat(ids.Select(detokenizer.Append)) + detokenizer.Flush();
    }
}
