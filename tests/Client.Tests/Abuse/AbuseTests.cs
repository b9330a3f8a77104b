namespace JanusCluster.Client.Tests.Abuse;

/// <summary>Malformed and hostile requests to a running server: each is told what is wrong with it, and nothing else happens.</summary>
[Collection(nameof(AbusedServer))]
public sealed class AbuseTests(AbusedServer server)
{
    private static readonly Dictionary<string, Dictionary<string, AbuseCase>> Groups = new()
    {
        [nameof(BodyCases)] = ByName(BodyCases.All),
        [nameof(FieldCases)] = ByName(FieldCases.All),
        [nameof(HeaderCases)] = ByName(HeaderCases.All),
        [nameof(MethodCases)] = ByName(MethodCases.All),
        [nameof(NameCases)] = ByName(NameCases.All),
        [nameof(PictureCases)] = ByName(PictureCases.All),
        [nameof(UrlCases)] = ByName(UrlCases.All),
        [nameof(UploadCases)] = ByName(UploadCases.All),
        [nameof(JobCases)] = ByName(JobCases.All),
        [nameof(StrangerCases)] = ByName(StrangerCases.All),
        [nameof(LinkCases)] = ByName(LinkCases.All),
    };

    public static TheoryData<string> Names(string group) => [.. Groups[group].Keys];

    [Theory]
    [MemberData(nameof(Names), nameof(BodyCases))]
    public Task Body_Hostile_IsRefused(string name) => CheckAsync(nameof(BodyCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(FieldCases))]
    public Task Field_Wrong_IsNamed(string name) => CheckAsync(nameof(FieldCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(HeaderCases))]
    public Task Header_Odd_IsRefusedOrHarmless(string name) => CheckAsync(nameof(HeaderCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(MethodCases))]
    public Task Method_OfAnotherEndpoint_IsRefused(string name) => CheckAsync(nameof(MethodCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(NameCases))]
    public Task Name_ThatClimbs_LeadsNowhere(string name) => CheckAsync(nameof(NameCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(PictureCases))]
    public Task Picture_Hostile_IsRefusedOrSeen(string name) => CheckAsync(nameof(PictureCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(UrlCases))]
    public Task Url_OfAnImage_IsNotFetched(string name) => CheckAsync(nameof(UrlCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(UploadCases))]
    public Task Upload_Hostile_IsRefusedOrHarmless(string name) => CheckAsync(nameof(UploadCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(JobCases))]
    public Task Job_OfBadLines_IsRefused(string name) => CheckAsync(nameof(JobCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(StrangerCases))]
    public Task Stranger_WithAnothersIds_FindsNothing(string name) => CheckAsync(nameof(StrangerCases), name);

    [Theory]
    [MemberData(nameof(Names), nameof(LinkCases))]
    public Task Link_WorkedOn_IsRefused(string name) => CheckAsync(nameof(LinkCases), name);

    [Theory]
    [InlineData(21_000_000, 40)]
    [InlineData(40_000_000, 10)]
    public async Task Body_LargeAgainAndAgain_LeavesNothingBehind(int bytes, int times)
    {
        WireRequest request = WireRequest.Json("/v1/chat/completions", PictureCases.Chat($"data:image/png;base64,{new string('A', bytes)}"));
        for (int i = 0; i < times; i++)
        {
            ErrorReply.Check(await server.SendAsync(request), "messages[0].content[0].image_url");
            server.CheckMemory();
        }
    }

    [Fact]
    public async Task Picture_AtTheLimitOfItsSize_IsSeenWithinTheMemoryForIt()
    {
        string picture = Convert.ToBase64String(PngFile.Make(7_000, 7_000));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await server.SendAsync(WireRequest.Json("/v1/chat/completions", PictureCases.Chat($"data:image/png;base64,{picture}")))).Status);
            server.CheckMemory();
        }
    }

    [Fact]
    public void Cases_OfAllGroups_AreManyAndRefusedWithATypedError() =>
        Assert.True(Groups.Values.Sum(group => group.Values.Count(one => one.Status >= 400 && !one.IsNoRequest)) >= 300);

    private Task CheckAsync(string group, string name) => server.CheckAsync(Groups[group][name]);

    private static Dictionary<string, AbuseCase> ByName(IEnumerable<AbuseCase> cases) => cases.ToDictionary(one => one.Name);
}
