namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>What holds at the end of every mix.</summary>
internal static class MixAssert
{
    /// <summary>All have ended as they should, each once, and the engine has everything back.</summary>
    public static void AllEnded(Mix mix, MixResult result)
    {
        Assert.True(result.IsIdle);
        Assert.Equal(result.Ended.Blocks, result.Ended.FreeBlocks);
        Assert.Equal((0, 0, 0), (result.Ended.Running, result.Ended.Waiting, result.Ended.Rows));
        for (int i = 0; i < result.Requests.Count; i++)
            EndedOnce(result.Requests[i], mix.Entries[i].CancelAfter is not null);
    }

    private static void EndedOnce(Recorded request, bool mayBeCancelled)
    {
        Assert.True(request.Ends + request.Errors.Count == 1, $"{request.Spec}: {request.Ends} ends, errors: {string.Join(" | ", request.Errors)}");
        Assert.Equal(0, request.Late);
        int resumed = request.Sequence switch
        {
            Model.Engine.ImageSequence image => image.Request.Resume.Count,
            Model.Engine.TextSequence text => text.Request.Resume.Count,
            _ => 0,
        };
        Assert.Equal(request.Ids.Count - resumed, request.Reports);
        if (request.Errors.Count == 0)
            return;
        Assert.True(mayBeCancelled, $"{request.Spec}: {string.Join(" | ", request.Errors)}");
        Assert.IsType<OperationCanceledException>(request.Errors[0]);
    }
}
