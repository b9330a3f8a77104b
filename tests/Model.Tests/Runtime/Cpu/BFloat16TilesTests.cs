using System.Diagnostics;
using System.Runtime.CompilerServices;
using JanusCluster.Model.Runtime.Cpu;
using TorchSharp;

namespace JanusCluster.Model.Tests.Runtime.Cpu;

public sealed class BFloat16TilesTests
{
    [Fact]
    public async Task Code_AssembledAgain_IsTheSame()
    {
        string source = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../../src/Model/Runtime/Cpu/BFloat16Tiles.s");
        string target = Path.GetTempFileName();
        try
        {
            if (!await RunAsync("as", "--64", "-o", target, source) || !await RunAsync("objcopy", "-O", "binary", "--only-section=.text", target))
                Assert.Skip("GNU as and objcopy are not here.");
            Assert.Equal(await File.ReadAllBytesAsync(target, TestContext.Current.CancellationToken), BFloat16Tiles.Code.ToArray());
        }
        finally
        {
            File.Delete(target);
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(9)]
    public unsafe void Multiply_Pairs_IsTheProductOfRoundedNumbers(int tokens)
    {
        Assert.SkipUnless(DotTiles.IsSupported, "This processor has no dot products of bfloat16.");
        const int Columns = 72, Rows = 21;
        var random = new Random(tokens);
        using torch.Tensor weights = torch.rand([Rows, Columns]).sub(0.5).to(torch.ScalarType.BFloat16);
        float[] rounded = weights.to(torch.ScalarType.Float32).data<float>().ToArray();
        float[] numbers = [.. Enumerable.Range(0, tokens * Columns).Select(_ => (float)(random.NextDouble() - 0.5))];
        using var panel = new TokenPanel(Columns, PanelLayout.Pairs);
        using var kernel = new LinearKernel(1);
        panel.Resize(tokens);
        for (int i = 0; i < numbers.Length; i++)
            panel.Write(i / Columns, i % Columns, numbers[i]);

        float[] products = new float[tokens * Rows];
        fixed (float* target = products)
            kernel.Multiply(WeightMatrix.Of(weights), 0, Rows, panel, target, Rows, add: false, thread: 0);

        for (int i = 0; i < products.Length; i++)
        {
            double expected = Enumerable.Range(0, Columns).Sum(k =>
                (double)BFloat16Bits.ToSingle(BFloat16Bits.FromSingle(numbers[(i / Rows * Columns) + k])) * rounded[(i % Rows * Columns) + k]);
            Assert.Equal(expected, products[i], 1e-4);
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
