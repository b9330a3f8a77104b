using JanusCluster.Training.Data;
using JanusCluster.Training.Stages;
using TorchSharp;

namespace JanusCluster.Model.Tests.Training;

/// <summary>Two patches an image, three codes a picture.</summary>
public class BatchTensorsTests
{
    private const int Patches = 2, Codes = 3, Pad = 9;

    [Fact]
    public void Rows_OfThreeExamples_PointIntoTheRightTables()
    {
        using var scope = torch.NewDisposeScope();
        var batch = new PackedBatch(2, 8, Codes);
        Assert.True(batch.TryAdd(new TrainingSequence([10, 11, 12]) { Picture = 5 })); // 3 ids and 2 codes
        Assert.True(batch.TryAdd(new TrainingSequence([20, 21]) { Answers = [0..1] })); // beside it
        Assert.True(batch.TryAdd(new TrainingSequence([30, 0, 0, 33]) { Answers = [2..3], Pixels = new float[12], ImageStart = 1 }));
        var tensors = new BatchTensors(batch, Patches, Codes, 2, Pad);

        Assert.Equal([Pad, 10, 11, 12, 20, 21, 30, 33], Longs(tensors.Text));
        // Text rows 0 to 7, patches 8 and 9, codes from 10.
        Assert.Equal([1, 2, 3, 10, 11, 4, 5, 0, 6, 8, 9, 7, 0, 0, 0, 0], Longs(tensors.Order));
        Assert.Equal([0, 1, 2, 3, 4, 0, 1, 0, 0, 1, 2, 3, 0, 0, 0, 0], Longs(tensors.Positions));
        Assert.Equal([0, 0, 0, 0, 0, 5, 5, 7, 8, 8, 8, 8, 12, 12, 12, 12], Longs(tensors.Segments));
        Assert.Equal([5, 10], Longs(tensors.TextAt));
        Assert.Equal([21, 33], Longs(tensors.TextTargets));
        Assert.Equal([2, 3, 4], Longs(tensors.CodesAt));
        Assert.Equal([5], tensors.Pictures);
        Assert.Equal([1, 3, 2, 2], tensors.Images!.shape);
    }

    [Fact]
    public void TryAdd_NoRoom_IsRefused()
    {
        var batch = new PackedBatch(1, 8, Codes);
        Assert.True(batch.TryAdd(new TrainingSequence([1, 2, 3, 4]) { Picture = 0 }));
        Assert.False(batch.TryAdd(new TrainingSequence([1, 2, 3])));
        Assert.True(batch.TryAdd(new TrainingSequence([1, 2])));
    }

    private static long[] Longs(torch.Tensor tensor) => tensor.reshape(-1).data<long>().ToArray();
}
