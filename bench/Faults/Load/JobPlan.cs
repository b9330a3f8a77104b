using JanusCluster.Bench.Faults.History;
using JanusCluster.Contracts.Chat;
using JanusCluster.Contracts.Jobs;
using JanusCluster.Contracts.Scheduling;

namespace JanusCluster.Bench.Faults.Load;

/// <summary>Draws the jobs of one run: they follow from its seed.</summary>
internal static class JobPlan
{
    private const int AnswerTokens = 64;
    private static readonly string[] Tenants = ["north", "south"];

    /// <param name="codesPerImage">Of the simulated engine.</param>
    /// <param name="span">Jobs come within this time.</param>
    public static IReadOnlyList<PlannedJob> Draw(Random random, int jobs, int codesPerImage, TimeSpan span) =>
        [.. Enumerable.Range(0, jobs).Select(number => DrawJob(random, number, codesPerImage, span * number / jobs))];

    private static PlannedJob DrawJob(Random random, int number, int codesPerImage, TimeSpan at)
    {
        bool small = random.Next(3) == 0;
        var requests = new List<JobRequest>();
        for (int i = random.Next(small ? 1 : 8, small ? 4 : 28); i > 0; i--)
        {
            string id = $"job{number}-item{requests.Count}";
            requests.Add(random.Next(10) == 0
                ? new ChatRequest(id, [new ChatMessage(ChatRole.User, $"What is {id}?", [])], new ChatSettings(AnswerTokens))
                : new ImageRequest(id, $"a picture of {id}", 1, random.NextInt64(JobLimits.MaxSeed), new ImageSettings()));
        }

        return new PlannedJob(
            at, new JobKey(Tenants[random.Next(Tenants.Length)], $"job{number}"), small ? WorkClass.Interactive : WorkClass.Bulk,
            requests, [.. requests.Select(request => Expect(request, codesPerImage))]);
    }

    private static ExpectedItem Expect(JobRequest request, int codesPerImage) => request switch
    {
        ImageRequest image => new ExpectedItem(image.CustomId, codesPerImage, ExpectedResults.Codes(image, codesPerImage)),
        ChatRequest chat => new ExpectedItem(
            chat.CustomId, 0, ExpectedResults.Answer(chat.Messages[^1].Text, chat.Settings.MaxTokens)),
        _ => throw new ArgumentException($"There is no telling what comes of a {request.GetType().Name}."),
    };
}
