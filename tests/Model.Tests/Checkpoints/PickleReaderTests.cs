using System.Text;
using JanusCluster.Model.Checkpoints;
using JanusCluster.Model.Checkpoints.Pickle;

namespace JanusCluster.Model.Tests.Checkpoints;

public sealed class PickleReaderTests
{
    [Theory]
    [InlineData("cos\nsystem\n(S'echo'\ntR.", "os.system")]
    [InlineData("cposix\nsystem\n.", "posix.system")]
    [InlineData("cbuiltins\neval\n(X\u0001\0\0\01tR.", "builtins.eval")]
    [InlineData("c__builtin__\nexec\n.", "__builtin__.exec")]
    [InlineData("(ios\nsystem\n.", "os.system")]
    [InlineData("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.", "os.system")]
    [InlineData("\u0080\u0004\u008c\u000asubprocess\u008c\u0005Popen\u0093)\u0081.", "subprocess.Popen")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v3\n.", "torch._utils._rebuild_tensor_v3")]
    [InlineData("ctorch\nload\n.", "torch.load")]
    [InlineData("ctorch\nFloatStorage\n)R.", "torch.FloatStorage")]
    [InlineData("cos\u0007\u001b[31m\nx\n.", "os??[31m.x")]
    public void Read_NameThatIsNotAllowed_IsRefusedByName(string pickle, string name)
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => Read(pickle));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Contains("not run", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("K")]
    [InlineData("0.")]
    [InlineData("t.")]
    [InlineData("(0.")]
    [InlineData("h\u0000.")]
    [InlineData("q\u0000.")]
    [InlineData("p-5\n.")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffabc.")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffabc.")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f.")]
    [InlineData("Inonsense\n.")]
    [InlineData("}(K\u0001u.")]
    [InlineData("}((K\u0001tK\u0001s.")]
    [InlineData("K\u0001K\u0002a.")]
    [InlineData("K\u0001K\u0002b.")]
    [InlineData("NR.")]
    [InlineData("K\u0001Q.")]
    [InlineData("X\u0001\0\0\0aQ.")]
    [InlineData("(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuJ\u00ff\u00ff\u00ff\u00fftQ.")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.")]
    [InlineData("ccollections\nOrderedDict\nK\u0001\u0085R.")]
    [InlineData("\u0082\u0001.")]
    [InlineData("P1\n.")]
    public void Read_DamagedPickle_IsACheckpointException(string pickle) => Assert.Throws<CheckpointException>(() => Read(pickle));

    [Fact]
    public void Read_DeepNesting_IsBounded() =>
        Assert.Contains("deep", Assert.Throws<CheckpointException>(() => Read(new string('(', 100_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_EndlessStack_IsBounded() =>
        Assert.Contains("stack", Assert.Throws<CheckpointException>(() => Read(new string('N', 5_000_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ReferenceToItself_EndsAndHoldsItself()
    {
        var list = Assert.IsType<PickleList>(Read("]q\u0000h\u0000a."));
        Assert.Same(list, Assert.Single(list.Items));
    }

    [Fact]
    public void Read_PlainData_GivesItsValues()
    {
        var dict = Assert.IsType<PickleDict>(Read("}(X\u0001\0\0\0aK\u0007X\u0001\0\0\0b\u0088K\u0003G\u0040\u0009\0\0\0\0\0\0X\u0001\0\0\0c(K\u0001NtI01\nX\u0001\0\0\0zu."));
        Assert.Equal(7L, dict["a"]);
        Assert.Equal(true, dict["b"]);
        Assert.Equal(3.125, dict[3L]);
        Assert.Equal([1L, null], Assert.IsType<PickleTuple>(dict["c"]).Items);
        Assert.Equal("z", dict[true]);
    }

    /// <param name="pickle">One character a byte.</param>
    private static object? Read(string pickle) => PickleReader.Read(new PickleStream(Encoding.Latin1.GetBytes(pickle)));
}
