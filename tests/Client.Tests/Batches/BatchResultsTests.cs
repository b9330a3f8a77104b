using System.Text.Json;
using JanusCluster.Client.Batches;
using JanusCluster.Client.Files;
using JanusCluster.Client.Http;
using JanusCluster.Client.Links;
using JanusCluster.Client.Tests.Cluster;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Batches;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Delivery;
using JanusCluster.Contracts.Files;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Batches;

public sealed class BatchResultsTests : IDisposable
{
    private static readonly BatchKey Key = new("acme", "batch_1");
    private static readonly DateTimeOffset Made = DateTimeOffset.UnixEpoch.AddSeconds(1000);

    private readonly TemporaryFolder _folder = new();
    private readonly IBlobStore _blobs;
    private readonly List<ItemReport> _items = [];
    private readonly List<PlanEntry> _plan = [];
    private readonly Dictionary<string, FileUpload> _uploads = [];
    private BatchOutcome? _outcome;
    private IReadOnlyList<BatchError> _failure = [];
    private bool _isDeleted;

    public BatchResultsTests() => _blobs = new FileBlobStore(_folder.Path, TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_AllKindsOfLines_EachIsOnceAndInOrder()
    {
        await AddImageAsync("picture", asData: true, count: 2);
        AddBad("bad", 2);
        AddChat("answer");
        AddImage("broken", new ItemError(ErrorCode.ModelFailure, "The model failed."));
        await AddImageAsync("linked", asData: false, count: 1);
        AddBad(null, 6);

        await RunAsync(JobState.Completed);

        Assert.Equal(new BatchOutcome(true, true, new BatchCounts(6, 3, 3)), _outcome);
        JsonElement[] output = await ReadAsync("file-out"), errors = await ReadAsync("file-err");
        Assert.Equal(["picture", "answer", "linked"], output.Select(IdOf));
        Assert.Equal(["bad", "broken", null], errors.Select(IdOf));
        Assert.Equal([2, 4, 6], errors.Select(line => line.GetProperty("line").GetInt32()));
        Assert.Equal(["invalid_request", "model_failure", "invalid_request"], errors.Select(CodeOf));
        Assert.All(output, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("error").ValueKind));
        Assert.All(errors, line => Assert.Equal(JsonValueKind.Null, line.GetProperty("response").ValueKind));
        Assert.Equal(6, output.Concat(errors).Select(line => line.GetProperty("id").GetString()).Distinct().Count());

        JsonElement pictures = Body(output[0]);
        Assert.Equal(1000, pictures.GetProperty("created").GetInt64());
        Assert.Equal(
            [Convert.ToBase64String([0, 1]), Convert.ToBase64String([1, 1])],
            pictures.GetProperty("data").EnumerateArray().Select(one => one.GetProperty("b64_json").GetString()));
        JsonElement completion = Body(output[1]);
        Assert.Equal(("chat.completion", "Hello"), (completion.GetProperty("object").GetString(),
            completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()));
        Assert.Equal(7, completion.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        string url = Body(output[2]).GetProperty("data")[0].GetProperty("url").GetString()!;
        Assert.StartsWith("http://front:5080/v1/blobs/acme/batch_1/linked-0.png?expires=", url, StringComparison.Ordinal);
        Assert.Equal(FilePurpose.BatchOutput, _uploads["acme/file-out"].Purpose);
    }

    [Theory]
    [InlineData(JobState.Cancelled, "batch_cancelled")]
    [InlineData(JobState.Expired, "batch_expired")]
    public async Task Run_EndedEarly_WhatIsFinishedStays(JobState state, string code)
    {
        await AddImageAsync("done", asData: true, count: 1);
        await AddImageAsync("half", asData: true, count: 1);
        _items.Add(Report("half", 1, ItemState.Cancelled, 1));
        AddImage("open", null);

        await RunAsync(state);

        Assert.Equal(new BatchCounts(3, 1, 2), _outcome!.Counts);
        Assert.Equal(["done"], (await ReadAsync("file-out")).Select(IdOf));
        JsonElement[] errors = await ReadAsync("file-err");
        Assert.Equal([("half", code), ("open", code)], errors.Select(line => (IdOf(line)!, CodeOf(line))));
        Assert.Contains("1 of its 2 pictures", errors[0].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NothingWrong_HasNoErrorFile()
    {
        AddChat("answer");
        await RunAsync(JobState.Completed);
        Assert.Equal(new BatchOutcome(true, false, new BatchCounts(1, 1, 0)), _outcome);
        Assert.Equal(["acme/file-out"], _uploads.Keys);
    }

    [Fact]
    public async Task Run_AgainAfterADeath_AdoptsTheFilesThatAreThere()
    {
        AddChat("answer");
        await RunAsync(JobState.Completed);
        BlobDescription first = (await _blobs.DescribeAsync("acme/files/file-out", Cancellation))!;
        await RunAsync(JobState.Completed);
        Assert.Equal(first, await _blobs.DescribeAsync("acme/files/file-out", Cancellation));
        Assert.Equal(new BatchCounts(1, 1, 0), _outcome!.Counts);
    }

    [Fact]
    public async Task Run_MoreThanAPageOfItems_AreAllThere()
    {
        for (int i = 0; i < JobLimits.ItemsPerShard * 2; i++)
            AddChat($"answer-{i}");
        await RunAsync(JobState.Completed);
        Assert.Equal(
            Enumerable.Range(0, JobLimits.ItemsPerShard * 2).Select(i => $"answer-{i}"), (await ReadAsync("file-out")).Select(IdOf));
    }

    [Fact]
    public async Task Run_ItemsThatDoNotFitThePlan_ReportsNothing()
    {
        AddChat("answer");
        _plan.Add(new PlanEntry(2, "lost", 1, false, null));
        await Assert.ThrowsAsync<JanusException>(() => RunAsync(JobState.Completed));
        Assert.Null(_outcome);
    }

    [Fact]
    public async Task Run_JobDeleted_FailsTheBatch()
    {
        AddChat("answer");
        _isDeleted = true;
        await RunAsync(JobState.Completed);
        Assert.Equal("job_deleted", Assert.Single(_failure).Code);
        Assert.Null(_outcome);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private int Requests => _plan.Count(entry => entry.Request is not null);

    private async Task AddImageAsync(string id, bool asData, int count)
    {
        for (int image = 0; image < count; image++)
        {
            string blob = $"acme/batch_1/{id}-{image}.png";
            await _blobs.WriteAsync(blob, new byte[] { (byte)image, 1 }, "image/png", Cancellation);
            _items.Add(Report(id, image, ItemState.Delivered, Requests) with { Delivery = new DeliveryReceipt(blob, "00", 2, Made), FinishedAt = Made });
        }

        _plan.Add(new PlanEntry(_plan.Count + 1, id, Requests, asData, null));
    }

    private void AddImage(string id, ItemError? error)
    {
        _items.Add(Report(id, 0, error is null ? ItemState.Cancelled : ItemState.Failed, Requests) with { Error = error });
        _plan.Add(new PlanEntry(_plan.Count + 1, id, Requests, true, null));
    }

    private void AddChat(string id)
    {
        var item = new ChatItem(id, Requests, [new ChatMessage(ChatRole.User, "?", [])], new ChatSettings());
        var answer = new ChatAnswer("Hello", "stop", 3, 4, 1, Made);
        _items.Add(new ItemReport(_items.Count, item, ItemState.Delivered, 1, Made, null, null, answer));
        _plan.Add(new PlanEntry(_plan.Count + 1, id, Requests, false, null));
    }

    private void AddBad(string? id, int line) =>
        _plan.Add(new PlanEntry(line, id, null, false, new BatchError("invalid_request", "bad", "body", line)));

    private ItemReport Report(string id, int image, ItemState state, int request) => new(
        _items.Count, new ImageItem(id, request, image, "p", 5 + image, new ImageSettings()), state, 1, null, null, null);

    private async Task RunAsync(JobState state)
    {
        byte[] plan = [.. _plan.SelectMany(entry => entry.ToLine())];
        await _blobs.WriteAsync("acme/batches/plan", plan, "application/jsonl", Cancellation);
        var counts = new ItemCounts(_items.Count, 0, 0, 0, 0);
        var status = new JobStatus("acme", Key.Batch, "b", PromptBodies.Model.Id, state, counts, 0, 0, 0, null, Made, Made);
        IJobGrain job = ScriptedGrain.Create<IJobGrain>(new()
        {
            [nameof(IJobGrain.GetStatusAsync)] = _ => _isDeleted
                ? Task.FromException<JobStatus>(new JanusException(ErrorCode.NotFound, "There is no job."))
                : Task.FromResult(status),
            [nameof(IJobGrain.GetItemsAsync)] = args => Task.FromResult<IReadOnlyList<ItemReport>>([.. _items.Skip((int)args[0]!).Take((int)args[1]!)]),
        });
        IGrainFactory grains = FakeGrains.Create(all =>
        {
            all.Add<IJobGrain>(_ => job);
            all.Add<IFileGrain>(File);
        });
        IBatchGrain batch = ScriptedGrain.Create<IBatchGrain>(new()
        {
            [nameof(IBatchGrain.FinishAsync)] = args =>
            {
                _outcome = (BatchOutcome)args[1]!;
                return Task.CompletedTask;
            },
            [nameof(IBatchGrain.FailAsync)] = args =>
            {
                _failure = (IReadOnlyList<BatchError>)args[2]!;
                return Task.CompletedTask;
            },
        });
        var specification = new BatchSpecification("file-in", "/v1/images/generations", "24h", TimeSpan.FromDays(1), Address: "http://front:5080");
        var described = new BatchStatus(
            Key.Batch, specification, BatchState.Finalizing, new BatchTimes(Made, Made.AddDays(1)), new BatchCounts(_plan.Count, 0, 0), null, null, null, []);
        var lease = new BatchLease(
            1, TimeSpan.FromMinutes(1), BatchStep.Finalize, described,
            new BatchPlan(PromptBodies.Model, "acme/batches/plan", "d", _plan.Count, Requests, []), "file-out", "file-err");
        var links = new BlobLinks(_blobs, new LinkKey(_blobs), new HttpSettings(), TimeProvider.System);
        var results = new BatchResults(
            grains, new FileStore(grains, _blobs, TimeProvider.System), _blobs, new ResultBodies(_blobs, links), TimeProvider.System);
        await results.RunAsync(new HeldBatch(Key, batch, lease), Cancellation);
    }

    private IFileGrain File(string key) => ScriptedGrain.Create<IFileGrain>(new()
    {
        [nameof(IFileGrain.BeginAsync)] = args =>
        {
            _uploads[key] = (FileUpload)args[0]!;
            return Task.CompletedTask;
        },
        [nameof(IFileGrain.CompleteAsync)] = args => Task.FromResult(new FileDescription(
            "f", "n", FilePurpose.BatchOutput, "t", (long)args[0]!, (string)args[1]!, "b", Made, null)),
    });

    private async Task<JsonElement[]> ReadAsync(string file)
    {
        byte[] content = (await _blobs.ReadAsync($"acme/files/{file}", Cancellation))!;
        return [.. System.Text.Encoding.UTF8.GetString(content).TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line))];
    }

    private static string? IdOf(JsonElement line) => line.GetProperty("custom_id").GetString();

    private static string CodeOf(JsonElement line) => line.GetProperty("error").GetProperty("code").GetString()!;

    private static JsonElement Body(JsonElement line)
    {
        Assert.Equal(200, line.GetProperty("response").GetProperty("status_code").GetInt32());
        return line.GetProperty("response").GetProperty("body");
    }
}
