using System.ClientModel;
using System.Text;
using System.Text.Json;
using JanusCluster.Imaging;
using JanusCluster.Imaging.Png;
using OpenAI;
using OpenAI.Batch;
using OpenAI.Chat;
using OpenAI.Files;
using OpenAI.Images;
using OpenAI.Models;
using OpenAI.Responses;

namespace JanusCluster.Client.Tests.OpenAi;

/// <summary>The official OpenAI package of NuGet, with nothing set but base address and key.</summary>
public sealed class DotNetClientTests(JanusServer server)
{
    private const string Model = "janus-nano-random";
    private static readonly byte[] PngHead = [0x89, 0x50, 0x4E, 0x47];
    private static readonly byte[] Picture = PngEncoder.Encode(new RgbImage(16, 16, new byte[768]));

    [Fact]
    public async Task GetModels_Served_ListsTheModel()
    {
        OpenAIModelCollection models = await (await ConnectAsync()).GetOpenAIModelClient().GetModelsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(Model, Assert.Single(models).Id);
    }

    [Fact]
    public async Task GenerateImages_Bytes_ArePngFiles()
    {
        ImageClient images = (await ConnectAsync()).GetImageClient(Model);
        GeneratedImageCollection made = await images.GenerateImagesAsync(
            "a red circle", 2, new ImageGenerationOptions { ResponseFormat = GeneratedImageFormat.Bytes }, TestContext.Current.CancellationToken);
        Assert.Equal(2, made.Count);
        Assert.All(made, image => Assert.Equal(PngHead, image.ImageBytes.ToArray()[..4]));
    }

    [Fact]
    public async Task GenerateImage_Uri_LeadsToThePicture()
    {
        ImageClient images = (await ConnectAsync()).GetImageClient(Model);
        GeneratedImage image = await images.GenerateImageAsync(
            "a red circle", new ImageGenerationOptions { ResponseFormat = GeneratedImageFormat.Uri, Size = new GeneratedImageSize(64, 64) }, TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        Assert.Equal(PngHead, (await client.GetByteArrayAsync(image.ImageUri, TestContext.Current.CancellationToken))[..4]);
    }

    [Fact]
    public async Task GenerateImage_UnknownSize_IsABadRequestThatNamesIt()
    {
        ImageClient images = (await ConnectAsync()).GetImageClient(Model);
        ClientResultException refused = await Assert.ThrowsAsync<ClientResultException>(() => images.GenerateImageAsync(
            "a red circle", new ImageGenerationOptions { Size = GeneratedImageSize.W1024xH1024 }, TestContext.Current.CancellationToken));
        Assert.Equal(400, refused.Status);
        Assert.Contains("size", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompleteChat_WholeAndStreamed_AreTheSameAnswer()
    {
        ChatClient chat = (await ConnectAsync()).GetChatClient(Model);
        ChatMessage[] messages =
        [
            new SystemChatMessage("Answer briefly."),
            new UserChatMessage(ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Picture), "image/png"), ChatMessageContentPart.CreateTextPart("What is this?")),
        ];
        var options = new ChatCompletionOptions { MaxOutputTokenCount = 12, Temperature = 0, IncludeLogProbabilities = true, TopLogProbabilityCount = 2 };
        ChatCompletion whole = await chat.CompleteChatAsync(messages, options, TestContext.Current.CancellationToken);
        var text = new StringBuilder();
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (StreamingChatCompletionUpdate update in chat.CompleteChatStreamingAsync(messages, options, TestContext.Current.CancellationToken))
        {
            foreach (ChatMessageContentPart part in update.ContentUpdate)
                text.Append(part.Text);
            finish = update.FinishReason ?? finish;
            usage = update.Usage ?? usage;
        }

        Assert.Equal(whole.Content.Count == 0 ? "" : whole.Content[0].Text, text.ToString());
        Assert.Equal(whole.FinishReason, finish);
        Assert.Equal(whole.Usage.TotalTokenCount, usage!.TotalTokenCount);
        Assert.All(whole.ContentTokenLogProbabilities, token => Assert.Equal(2, token.TopLogProbabilities.Count));
    }

    [Fact]
    public async Task CreateResponse_BehindAnother_KnowsIt()
    {
#pragma warning disable OPENAI001 // The package calls its responses experimental.
        ResponsesClient responses = (await ConnectAsync()).GetResponsesClient();
        ResponseResult first = await responses.CreateResponseAsync(Ask("What is this?", null), TestContext.Current.CancellationToken);
        ResponseResult second = await responses.CreateResponseAsync(Ask("And why?", first.Id), TestContext.Current.CancellationToken);
        Assert.Equal(first.Id, second.PreviousResponseId);
        Assert.True(second.Usage.InputTokenCount > first.Usage.InputTokenCount);

        var text = new StringBuilder();
        CreateResponseOptions streamed = Ask("And why?", first.Id);
        streamed.StreamingEnabled = true;
        await foreach (StreamingResponseUpdate update in await responses.CreateResponseStreamingAsync(streamed, TestContext.Current.CancellationToken))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta)
                text.Append(delta.Delta);
        }

        Assert.Equal(second.GetOutputText(), text.ToString());
        ResponseResult kept = await responses.GetResponseAsync(second.Id, TestContext.Current.CancellationToken);
        Assert.Equal(second.GetOutputText(), kept.GetOutputText());

        static CreateResponseOptions Ask(string question, string? previous) => new(Model, [ResponseItem.CreateUserMessageItem(question)])
        {
            MaxOutputTokenCount = 8,
            Temperature = 0,
            PreviousResponseId = previous,
        };
#pragma warning restore OPENAI001
    }

    [Fact]
    public async Task CreateBatch_OfTwoLines_GivesBothResults()
    {
#pragma warning disable OPENAI001 // The package calls its batches experimental.
        OpenAIClient client = await ConnectAsync();
        OpenAIFileClient files = client.GetOpenAIFileClient();
        string lines = string.Join('\n', Line("one", "/v1/images/generations", new { model = Model, prompt = "a star" }),
            Line("two", "/v1/chat/completions", new { model = Model, max_tokens = 4, messages = new[] { new { role = "user", content = "Hello." } } }));
        OpenAIFile input = await files.UploadFileAsync(BinaryData.FromString(lines), "lines.jsonl", FileUploadPurpose.Batch);
        BatchClient batches = client.GetBatchClient();
        CreateBatchOperation operation = await batches.CreateBatchAsync(
            BinaryContent.Create(BinaryData.FromObjectAsJson(new { input_file_id = input.Id, endpoint = "/v1/images/generations", completion_window = "24h" })), waitUntilCompleted: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        JsonElement batch;
        do
        {
            await Task.Delay(100, limit.Token);
            ClientResult answer = await operation.GetBatchAsync(null);
            batch = JsonDocument.Parse(answer.GetRawResponse().Content).RootElement;
        }
        while (batch.GetProperty("status").GetString() is "validating" or "in_progress" or "finalizing");

        Assert.Equal("completed", batch.GetProperty("status").GetString());
        BinaryData output = await files.DownloadFileAsync(batch.GetProperty("output_file_id").GetString(), TestContext.Current.CancellationToken);
        Assert.Equal(["one", "two"], output.ToString().Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("custom_id").GetString()));
#pragma warning restore OPENAI001

        static string Line(string id, string url, object body) => JsonSerializer.Serialize(new { custom_id = id, method = "POST", url, body });
    }

    private async Task<OpenAIClient> ConnectAsync()
    {
        (Uri address, string key) = await server.GetAsync();
        return new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(address, "v1") });
    }
}
