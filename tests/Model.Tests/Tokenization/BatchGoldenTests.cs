using JanusCluster.Model.Tests.Golden;
using JanusCluster.Model.Tests.Imaging;
using JanusCluster.Model.Tokenization;

namespace JanusCluster.Model.Tests.Tokenization;

/// <summary>Every <c>batch.*</c> tensor against prompts and pixels made here, put together as the reference does.</summary>
public sealed class BatchGoldenTests
{
    public static TheoryData<string> TensorNames => [.. GoldenTensors.Names.Where(name => name.StartsWith("batch.", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(TensorNames))]
    public void Batch_GoldenTensor_EqualsReference(string tensor)
    {
        // The recorded input lists the rows: "proc.with_image, proc.two_images".
        var rows = GoldenTexts.TensorNotes.GetProperty(tensor).GetProperty("input").GetString()!
            .Split(", ").Select(name => name["proc.".Length..]).ToArray();
        var batch = new ReferenceBatch(rows.Select(Prompt), GoldenTokenizer.Instance.Special);
        switch (tensor[(tensor.LastIndexOf('.') + 1)..])
        {
            case "input_ids":
                Assert.Equal(GoldenTensors.Integers(tensor), batch.InputIds);
                break;
            case "attention_mask":
                Assert.Equal(GoldenTensors.Integers(tensor), batch.AttentionMask);
                break;
            case "images_seq_mask":
                Assert.Equal(GoldenTensors.Integers(tensor), batch.ImagesSequenceMask);
                break;
            case "images_emb_mask":
                Assert.Equal(GoldenTensors.Integers(tensor), batch.ImagesEmbeddingMask);
                break;
            case "pixel_values":
                var side = (int)GoldenTensors.Shape(tensor)[^1];
                var actual = batch.PixelValues([.. rows.Select(row => Pixels(row, side))], 3 * side * side).ToArray();
                Assert.Equal(GoldenTensors.Floats(tensor).Length, actual.Length);
                Assert.All(GoldenTensors.Floats(tensor).Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
                break;
            default:
                Assert.Fail($"No check is known for {tensor}.");
                break;
        }
    }

    private static VisionPrompt Prompt(string name) =>
        GoldenTokenizer.Prompts.Chat(ChatTemplateTests.Conversation(Processed(name)));

    private static float[][] Pixels(string name, int side) =>
        [.. Processed(name).GetProperty("images").EnumerateArray()
            .Select(image => GoldenImages.Preprocessor(side).ToPixelValues(GoldenImages.Decode(image.GetString()!)))];

    private static System.Text.Json.JsonElement Processed(string name) =>
        GoldenTexts.Texts.GetProperty("process_one").EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);
}
