using System.Globalization;
using System.Text.RegularExpressions;
using JanusCluster.Bench.Reference;
using TorchSharp;

namespace JanusCluster.Model.Tests.Golden;

/// <summary>Text to image. How each case was drawn is in its name: <c>t2i.argmax.cfg5</c>, <c>t2i.invcdf.cfg5.T0p7</c>.</summary>
public sealed partial class ImageGoldenTests
{
    internal const string Claim =
        @"t2i\.(tokens_matrix|(argmax|invcdf)\.cfg[\dp]+(\.T[\dp]+)?\.(tokens|u|decoded|u8|step\d+\.(cond|uncond|cfg|hidden)))";

    [Fact]
    public void TokenMatrix_RecordedPrompt_IsTheReferences()
    {
        torch.Tensor recorded = GoldenTensors.Get("t2i.tokens_matrix");
        using torch.Tensor matrix = ReferenceImageLoop.TokenMatrix(Request((int)recorded.shape[0] / 2, 1, 1, 1));
        GoldenAssert.Equal("t2i.tokens_matrix", matrix, GoldenTolerances.Exact);
    }

    [Theory]
    [MemberData(nameof(GoldenModel.Layouts), MemberType = typeof(GoldenModel))]
    public void ReferenceImageLoop_RecordedCases_LogitsCodesAndPixelsAreTheReferences(string layout)
    {
        using IDisposable inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        Match[] cases = [.. GoldenTensors.Names.Select(name => Case().Match(name)).Where(match => match.Success)];
        Assert.NotEmpty(cases);
        foreach (Match match in cases)
            Check(GoldenModel.Of(layout), match);
    }

    private static void Check(JanusModel model, Match match)
    {
        using var scope = torch.NewDisposeScope();
        string name = match.Groups["case"].Value;
        double guidance = Number(match.Groups["cfg"].Value);
        double temperature = match.Groups["T"].Success ? Number(match.Groups["T"].Value) : 1;
        torch.Tensor recorded = GoldenTensors.Get($"{name}.tokens");
        CodePicker pick = match.Groups["picker"].Value == "argmax"
            ? CodePickers.ArgMax
            : CodePickers.InverseCdf(GoldenTensors.Get($"{name}.u"));

        ImageRequest request = Request((int)recorded.shape[0], (int)recorded.shape[1], guidance, temperature);
        torch.Tensor codes = ReferenceImageLoop.Generate(model, request, pick, step => Check(name, step, guidance));
        GoldenAssert.Equal($"{name}.tokens", codes, GoldenTolerances.Exact);
        torch.Tensor decoded = model.DecodeCodes(codes);
        if (GoldenTensors.Has($"{name}.decoded"))
            GoldenAssert.Equal($"{name}.decoded", decoded, GoldenTolerances.VqPixels);
        if (GoldenTensors.Has($"{name}.u8"))
            GoldenAssert.EqualBytes($"{name}.u8", JanusModel.ToPixels(decoded));
    }

    private static void Check(string name, ImageStep step, double guidance)
    {
        (string, torch.Tensor, Tolerance)[] parts =
        [
            ("hidden", step.Hidden, GoldenTolerances.Logits),
            ("cond", step.Conditional, GoldenTolerances.Logits),
            ("uncond", step.Unconditional, GoldenTolerances.Logits),
            ("cfg", step.Guided, GoldenTolerances.Guided(guidance)),
        ];
        foreach ((string part, torch.Tensor actual, Tolerance tolerance) in parts)
        {
            if (GoldenTensors.Has($"{name}.step{step.Index}.{part}"))
                GoldenAssert.Equal($"{name}.step{step.Index}.{part}", actual, tolerance);
        }
    }

    private static ImageRequest Request(int images, int codes, double guidance, double temperature) =>
        new(GoldenTexts.ImagePromptIds, GoldenTexts.PadId, images, codes, guidance, temperature);

    /// <summary>A number as names spell it: <c>0p7</c> is 0.7.</summary>
    private static double Number(string text) => double.Parse(text.Replace('p', '.'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<case>t2i\.(?<picker>argmax|invcdf)\.cfg(?<cfg>[\dp]+)(\.T(?<T>[\dp]+))?)\.tokens$")]
    private static partial Regex Case();
}
