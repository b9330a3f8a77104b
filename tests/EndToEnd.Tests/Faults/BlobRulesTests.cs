using JanusCluster.Bench.Faults.Checking;
using JanusCluster.Bench.Faults.History;
using static JanusCluster.EndToEnd.Tests.Faults.Histories;

namespace JanusCluster.EndToEnd.Tests.Faults;

public sealed class BlobRulesTests
{
    [Fact]
    public void Check_BlobOfADeliveredItemIsGone_IsMissing() => Assert.Equal(
        [BlobRules.Changed, BlobRules.Missing], Broken(Good, GoodEnd with { Blobs = [GoodEnd.Blobs[0]] }));

    [Fact]
    public void Check_SecondBlobOfAnItem_IsOrphan() => Assert.Equal(
        [BlobRules.Orphan], Broken(Good, GoodEnd with { Blobs = [.. GoodEnd.Blobs, new FinalBlob("t/job/a.png-2", "png-a")] }));

    [Fact]
    public void Check_TwoItemsWithOneBlob_IsShared() => Assert.Equal(
        [BlobRules.Orphan, BlobRules.Shared], Broken(Good, With(A, B with { BlobName = A.BlobName, BlobSha256 = A.BlobSha256 }, C)));

    [Fact]
    public void Check_ContentIsNotWhatTheReceiptSays_IsChanged() => Assert.Equal(
        [BlobRules.Changed], Broken(Good, With(A with { BlobSha256 = "png-other" }, B, C)));

    [Fact]
    public void Check_NameWrittenTwice_IsChanged() => Assert.Equal(
        [BlobRules.Changed], Broken([.. Good, new BlobWritten(75, "t/job/a.png", "png-a", Created: true)], GoodEnd));
}
